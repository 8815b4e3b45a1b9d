/** Sampling of Noise Flow in one pass over the rows of an image, without tensors. */
@NullMarked
package io.grainflow.noiseflow.sampling;

import org.jspecify.annotations.NullMarked;
