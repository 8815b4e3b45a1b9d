/**
 * Noise2NoiseFlow (Maleky, Kousha, Brown, Brubaker, CVPR 2022): a noise model and a denoiser learned together from pairs of noisy images.
 *
 * <p>Built from {@link io.grainflow.noiseflow Noise Flow} and a DnCNN. Exact: both passes of the objective and their gradients.
 */
@NullMarked
package io.grainflow.noise2noiseflow;

import org.jspecify.annotations.NullMarked;
