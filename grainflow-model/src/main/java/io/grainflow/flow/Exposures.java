package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * Clean image, camera and ISO of each sample, for layers that are conditioned on them.
 *
 * @param clean values without noise, [N,C,H,W], white = 1
 * @param cameras which camera, [N,K], one 1 in each row
 * @param isos which of the known ISOs, [N,M], one 1 in each row; a row of zeros for an unknown ISO
 * @param iso the ISO as a number, [N,1]
 */
public record Exposures(Tensor clean, Tensor cameras, Tensor isos, Tensor iso) {}
