/**
 * Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019) and Flow-sRGB (Kousha, Maleky, Brown, Brubaker, CVPR 2022): conditional normalizing
 * flows of noise given the clean image, the camera and the ISO.
 *
 * <p>Exact: every layer, likelihood, sample and gradient of the published weights to 1e-9 in float64. Better: each image of a batch has its own
 * camera and ISO, an unknown camera or ISO is an error instead of another one's parameters, sampling is one pass over the rows of an image.
 */
@NullMarked
package io.grainflow.noiseflow;

import org.jspecify.annotations.NullMarked;
