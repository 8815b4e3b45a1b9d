/**
 * C2N (Jang, Lee, Son, Lee, "C2N: Practical Generative Noise Modeling for Real-World Denoising", ICCV 2021, arXiv 2202.09533): a generator
 * of noise that is learned from clean images and noisy ones that need not show the same scenes. It does not distinguish cameras or ISOs.
 *
 * <p>Exact, by the released code: the networks of generator and critic, the random features, the order of channels and the rounding of
 * samples. A reconstruction: the losses, the order of the updates and the optimiser. The training code was never published; they follow the
 * released configuration, and a practice repository of one of the authors with the same numbers.
 *
 * <p>Better than released, each by name: sizes of all networks are free; images of any size, also of one row or column, are computed in tiles
 * with the result of the whole image and in bounded memory; random features are functions of the seed and the position; averaged weights; less
 * noise at the beginning of a training; validation where pairs exist. A gradient penalty of the mean of the critic's map, as WGAN-GP has it,
 * is there by name. The published one, of the sum, outweighs the losses by the number of pixels, but oscillated less in short trainings.
 * Images have white = 1 in training as in use: the scale of the published training is not known.
 */
@NullMarked
package io.grainflow.c2n;

import org.jspecify.annotations.NullMarked;
