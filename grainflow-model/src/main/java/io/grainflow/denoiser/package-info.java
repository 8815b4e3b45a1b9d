/**
 * Denoising networks and their published weights: DnCNN (Zhang et al., IEEE TIP 2017), the U-Net of Noise2Noise (Lehtinen et al., ICML
 * 2018), the U-Net released with Noise2NoiseFlow (Maleky et al., CVPR 2022), RED30 (Mao et al., NIPS 2016), and the restoration of
 * undersampled k-space (Noise2Noise, section 3.4).
 *
 * <p>Exact: outputs of DnCNN and of the U-Nets agree with independent PyTorch implementations in float64, and imported weights give the
 * authors' results pixel by pixel. Better than released: images of any size in bounded memory with the result of the whole image, and
 * compiled inference in float32, bfloat16 or 8-bit integers.
 */
@NullMarked
package io.grainflow.denoiser;

import org.jspecify.annotations.NullMarked;
