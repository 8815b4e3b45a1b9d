/**
 * Noise Flow (Abdelhamed, Brubaker, Brown, "Noise Flow: Noise Modeling with Conditional Normalizing Flows", ICCV 2019) for raw images and
 * Flow-sRGB (Kousha, Maleky, Brown, Brubaker, "Modeling sRGB Camera Noise with Normalizing Flows", CVPR 2022) for photographs: conditional
 * normalizing flows of noise given the clean image, the camera and the ISO.
 *
 * <p>Exact: with the published weights, every layer, likelihood, sample and gradient agrees with an independent implementation to 1e-9 in
 * float64. Better than released: each image of a batch has its own camera and ISO, so that the camera layers receive gradients; an unknown
 * camera or ISO is an error, instead of silently using other parameters; sampling is one pass over the rows of an image, which is faster
 * and needs little memory.
 */
@NullMarked
package io.grainflow.noiseflow;

import org.jspecify.annotations.NullMarked;
