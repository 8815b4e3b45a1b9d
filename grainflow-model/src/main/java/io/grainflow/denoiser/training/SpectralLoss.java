package io.grainflow.denoiser.training;

import io.grainflow.mri.Measurement;
import io.grainflow.mri.ZeroPadding;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Objective;

/**
 * Mean over the slices of a batch of {@link Measurement#distance}: the mean squared error after the measured frequencies were put back.
 * Value and gradient are computed without libtorch ({@link CustomGradientLoss}).
 */
record SpectralLoss(Network network, Parameters parameters, Device device) implements Objective<SliceBatch> {
    @Override
    public Tensor loss(SliceBatch batch, double progress, Seed seed) {
        ZeroPadding frame = batch.frame();
        int count = batch.count();
        Tensor input = Tensor.of(batch.input(), count, 1, frame.height(), frame.width())
                .to(device);
        Tensor output = TorchLowering.forward(network, parameters, input, Mode.TRAIN);
        float[] restored = output.toFloats();
        float[] gradient = new float[restored.length];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            SliceBatch.Slice slice = batch.slices().get(i);
            int height = slice.target().height();
            int width = slice.target().width();
            Measurement.Distance distance =
                    slice.measurement().distance(frame.cut(restored, i, height, width), slice.target());
            frame.put(distance.gradient(), width, gradient, i);
            sum += distance.loss();
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= count;
        }
        return CustomGradientLoss.loss(output, sum / count, gradient);
    }
}
