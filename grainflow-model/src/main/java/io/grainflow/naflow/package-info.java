/**
 * NAFlow (Kim, Jung, Baik, Kim, "sRGB Real Noise Modeling via Noise-Aware Sampling with Normalizing Flows", ICLR 2024): one multi-scale
 * conditional flow of noisy images given the clean image, one latent Gaussian per camera and ISO, and noise-aware sampling, which draws
 * noise like that of a given image without knowing its camera.
 *
 * <p>Exact: likelihoods, samples and gradients agree with the released code to 1e-9 in float64. Better than released: images of any size,
 * computed in tiles with the result of the whole image; noise-aware sampling from several images or by rank; bounded scales that train at
 * any depth (the released ones diverge beyond three levels, {@link io.grainflow.flow.AffineScale}); cameras added to a trained flow.
 */
@NullMarked
package io.grainflow.naflow;

import org.jspecify.annotations.NullMarked;
