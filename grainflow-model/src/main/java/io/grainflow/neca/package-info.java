/**
 * NeCA ("sRGB Real Noise Synthesizing with Neighboring Correlation-Aware Noise Model", CVPR 2023): adversarial noise of photographs in
 * three steps. A gain network measures how strong the noise of a given noisy image is, a level network gives the standard deviation of
 * every pixel of the clean image under this gain, and a correlation network makes correlated noise of independent noise of this
 * deviation. NeCA-W is all three and imitates a given pair. NeCA-S is the correlation network alone, on white noise of one deviation.
 *
 * <p>Exact: networks, targets, losses, penalties and six steps of training, with the steps in which the correlation network moves by its
 * momentum alone, agree with the published code.
 *
 * <p>Better than published: images of any size and statistics of the whole image in bounded memory; gains drawn by camera and ISO, so that
 * NeCA-W needs no noisy image; one set of networks for all cameras, if asked for; a radicand that rounding makes negative gives level 0
 * and not a number that is none; averaged weights; initial values that keep the size of signals in narrow networks; all cameras in one
 * training that can be interrupted anywhere.
 */
@NullMarked
package io.grainflow.neca;

import org.jspecify.annotations.NullMarked;
