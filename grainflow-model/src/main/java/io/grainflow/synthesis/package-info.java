/** Sampling of flows in one pass over the rows of an image, without tensors. */
@NullMarked
package io.grainflow.synthesis;

import org.jspecify.annotations.NullMarked;
