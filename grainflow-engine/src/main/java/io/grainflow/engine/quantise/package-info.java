/** Number formats of values and weights: measured ranges, equalised channels, rounded weights, and how each value is stored. Pure Java. */
@NullMarked
package io.grainflow.engine.quantise;

import org.jspecify.annotations.NullMarked;
