/** Noise models of few parameters as files: Gaussian and heteroscedastic noise (camera noise level functions). */
@NullMarked
package io.grainflow.parametric;

import org.jspecify.annotations.NullMarked;
