package io.grainflow.denoiser.training;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Objective;

/**
 * Mean loss over all values of a restored batch. Values that are unknown in the target count as zero, so every known value has the same
 * weight whatever the number of unknown ones. DnCNN's authors use half the sum over the batch (Zhang et al., 2017, equation 1). Adam is
 * invariant to this factor, and the mean makes losses of different batch sizes comparable.
 */
record RestorationLoss(Network network, Parameters parameters, Supervision supervision, Device device)
        implements Objective<PatchBatch> {
    @Override
    public Tensor loss(PatchBatch batch, double progress, Seed seed) {
        Tensor input = tensor(batch, batch.input());
        Tensor output = TorchLowering.forward(network, parameters, input, Mode.TRAIN);
        Tensor target = restored(tensor(batch, batch.target()));
        if (supervision.clipping().isPresent()) {
            return ClippedMeanSquaredError.loss(
                    output, target, supervision.clipping().get());
        }
        Tensor losses = supervision.loss().each(output, target, progress);
        return batch.known().length == 0
                ? losses.mean()
                : losses.mul(restored(tensor(batch, batch.known()))).mean();
    }

    /** The channels that are restored, which come first. Further channels are auxiliary inputs. */
    private Tensor restored(Tensor image) {
        return network.outputChannels() == network.inputChannels()
                ? image
                : image.narrow(1, 0, network.outputChannels());
    }

    private Tensor tensor(PatchBatch batch, float[] values) {
        return Tensor.of(values, batch.count(), batch.channels(), batch.size(), batch.size())
                .to(device);
    }
}
