/**
 * Graphs as steps on bands of rows: fusion of operations, the rows of each value that are available in each band, and the order of stages.
 * Pure Java.
 */
@NullMarked
package io.grainflow.engine.program;

import org.jspecify.annotations.NullMarked;
