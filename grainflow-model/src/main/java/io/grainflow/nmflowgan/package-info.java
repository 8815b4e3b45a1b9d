/**
 * NM-FlowGAN ("NM-FlowGAN: Modeling sRGB Noise without Paired Images using a Hybrid Approach of Normalizing Flows and GAN", arXiv 2312.10112,
 * 2023): noise of 8-bit photographs from clean image, camera and ISO. A conditional flow gives noise of each value, without correlation; a
 * U-Net, trained against a critic, correlates it.
 *
 * <p>Exact: every layer of the flow, likelihood, samples, generator, critic, gradient penalty, and a step of the published training with its
 * gradients, updates and running statistics agree with results of the authors' code within the rounding of float32.
 *
 * <p>Better than released, each by name and with the published behaviour beside it: an unknown camera or ISO is an error instead of the first one
 * ({@code unknown}); camera and ISO are encoded for each sample alone, not by the statistics of the batch ({@code conditioning}); the
 * signal-dependent layer can go without the normalisation over the image, which removes camera, ISO and absolute brightness from it ({@code
 * signalNorm}); averaged weights; images of any size, with the results of the whole image in bounded memory; samples on the 8-bit grid
 * ({@code rounding}); a start from the measured noise ({@code measuredStart}). Work that the released training discards is left out.
 */
@NullMarked
package io.grainflow.nmflowgan;

import org.jspecify.annotations.NullMarked;
