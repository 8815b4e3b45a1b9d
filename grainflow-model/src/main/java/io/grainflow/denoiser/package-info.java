/**
 * Networks that denoise, as specifications: DnCNN (Zhang et al., TIP 2017), the U-Nets of Noise2Noise (Lehtinen et al., ICML 2018) and
 * Noise2NoiseFlow, RED30 (Mao et al., NIPS 2016), and restoration of sampled k-space.
 */
@NullMarked
package io.grainflow.denoiser;

import org.jspecify.annotations.NullMarked;
