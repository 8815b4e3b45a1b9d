/** Estimates of noise levels from images: fits to pairs, blind estimates, statistics of flat regions, the bias of clipping. */
@NullMarked
package io.grainflow.noise.estimate;

import org.jspecify.annotations.NullMarked;
