/**
 * Noise2NoiseFlow (Maleky, Kousha, Brown, Brubaker, CVPR 2022): "Noise2NoiseFlow: Realistic Camera Noise Modeling without Clean Images": a
 * noise model and a denoiser are trained together on pairs of noisy images of the same scene.
 *
 * <p>Built from {@link io.grainflow.noiseflow Noise Flow} and a DnCNN. Exact: both directions of the objective and their gradients agree
 * with an independent implementation in float64. Better than released: batches mix cameras and ISOs; validation needs no clean image; a
 * killed training resumes to the same bytes.
 */
@NullMarked
package io.grainflow.noise2noiseflow;

import org.jspecify.annotations.NullMarked;
