/** Pairs of noisy and clean images, their sources, and the split of scenes. */
@NullMarked
package io.grainflow.pair;

import org.jspecify.annotations.NullMarked;
