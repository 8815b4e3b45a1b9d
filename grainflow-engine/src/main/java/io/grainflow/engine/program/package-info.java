/** Graphs as steps on bands of rows: fusion of operations, which rows of each value are there when, and the order of stages. Pure Java. */
@NullMarked
package io.grainflow.engine.program;

import org.jspecify.annotations.NullMarked;
