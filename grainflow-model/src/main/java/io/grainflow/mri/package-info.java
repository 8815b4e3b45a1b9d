/**
 * Magnetic resonance imaging: slices, their k-space (the Fourier transform), and its random undersampling as in Noise2Noise (Lehtinen et
 * al., ICML 2018, section 3.4).
 */
@NullMarked
package io.grainflow.mri;

import org.jspecify.annotations.NullMarked;
