/** Computations on images as values: what the compiled engine runs and other programs are given. */
@NullMarked
package io.grainflow.graph;

import org.jspecify.annotations.NullMarked;
