package io.grainflow.train;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;

/**
 * Mean over all values of (network(input) - target)^2. DnCNN's authors take half the sum over the batch (Zhang et al.,
 * 2017, equation 1); Adam does not see the factor, and the mean makes losses of different batch sizes comparable.
 */
record MeanSquaredError(Network network, Parameters parameters, Device device) implements Objective<PatchBatch> {
    @Override
    public Tensor loss(PatchBatch batch, Seed seed) {
        long[] shape = {batch.count(), batch.channels(), batch.size(), batch.size()};
        Tensor input = Tensor.of(batch.input(), shape).to(device);
        Tensor target = Tensor.of(batch.target(), shape).to(device);
        return TorchLowering.forward(network, parameters, input, Mode.TRAIN)
                .sub(target)
                .square()
                .mean();
    }
}
