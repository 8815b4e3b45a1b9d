/**
 * Graphs compiled for this processor: bands of rows flow through all layers while they are in the cache. The only package that knows oneDNN.
 */
@NullMarked
package io.grainflow.engine;

import org.jspecify.annotations.NullMarked;
