/**
 * Training of denoisers on clean targets, or on noisy ones (Noise2Noise: Lehtinen et al., ICML 2018): sources of noise, losses, batches of
 * patches and of whole slices.
 */
@NullMarked
package io.grainflow.denoiser.training;

import org.jspecify.annotations.NullMarked;
