/**
 * Parametric noise models: Gaussian noise, and heteroscedastic Gaussian noise, whose variance b1 * x + b2 grows linearly with the clean
 * value x (the camera noise level function; Foi, Trimeche, Katkovnik, Egiazarian, "Practical Poissonian-Gaussian Noise Modeling and Fitting
 * for Single-Image Raw-Data", IEEE Trans. Image Processing 17(10), 2008, equation 4).
 *
 * <p>Exact: samples and likelihoods are computed in closed form. Parameters are fitted per capture and channel by maximum likelihood, or
 * imported from published measurements: darktable's profiles, tables, and the NoiseProfile tag of DNG files.
 */
@NullMarked
package io.grainflow.parametric;

import org.jspecify.annotations.NullMarked;
