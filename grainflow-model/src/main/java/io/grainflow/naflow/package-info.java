/**
 * NAFlow (Kim, Jung, Baik, Kim, ICLR 2024): one multi-scale flow of noise given the clean image, one latent Gaussian per camera and ISO, and
 * noise-aware sampling of noise like that of a given image.
 *
 * <p>Exact: likelihoods, samples and gradients of the published code to 1e-9 in float64. Better: images of any size in tiles, several images
 * and ranks in noise-aware sampling, cameras added to a trained flow.
 */
@NullMarked
package io.grainflow.naflow;

import org.jspecify.annotations.NullMarked;
