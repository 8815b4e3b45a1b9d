package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * What was photographed with what, for layers that know cameras and light.
 *
 * @param clean values without noise, [N,C,H,W], white = 1
 * @param cameras which camera, [N,K], one 1 in each row
 * @param isos which of the known sensitivities, [N,M], one 1 in each row; a row of zeros for one that is not known
 * @param iso the sensitivity as a number, [N,1]
 */
public record Exposures(Tensor clean, Tensor cameras, Tensor isos, Tensor iso) {}
