package io.grainflow.naflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Objective;
import io.grainflow.train.data.FlowBatch;

/**
 * Mean code length of a pixel's values in bits: -log2 p(noisy | clean, configuration) per pixel, summed over channels, plus channels *
 * log2(levels). The loss of the released code adds the constant of one channel only; the gradients are the same.
 */
record NaFlowLikelihood(NaFlowSpec spec, NaFlow flow, Device device) implements Objective<FlowBatch> {
    private static final double LN2 = Math.log(2);

    @Override
    public Tensor loss(FlowBatch batch, double progress, Seed seed) {
        PositionWeights weights = weights(batch);
        Tensor clean = batch.tensor(batch.clean(), device);
        Condition condition = flow.condition(batch.tensor(batch.conditioned(), device), weights);
        Transformed latent = flow.forward(batch.tensor(batch.noisy(), device), clean, condition);
        long configurations = batch.chosen().length / batch.count();
        Tensor chosen = Tensor.of(batch.chosen(), batch.count(), configurations).to(device);
        Tensor nats = flow.logProb(latent, chosen, weights).neg();
        return nats.div(pixels(batch))
                .mean()
                .mul(1 / LN2)
                .add(spec.channels() * Math.log(spec.quantisationLevels()) / LN2);
    }

    /** Data-dependent initialisation of the ActNorms. */
    void initialise(FlowBatch batch) {
        Condition condition = flow.condition(batch.tensor(batch.conditioned(), device), PositionWeights.all());
        flow.initialise(batch.tensor(batch.noisy(), device), batch.tensor(batch.clean(), device), condition);
    }

    private PositionWeights weights(FlowBatch batch) {
        return batch.weights().length == 0
                ? PositionWeights.all()
                : PositionWeights.of(
                        batch.weights(),
                        batch.count(),
                        batch.size(),
                        batch.size(),
                        spec.levels(),
                        DType.FLOAT32,
                        device);
    }

    /** Number of pixels of each patch that count in the likelihood, at least 1, [N]. */
    private Tensor pixels(FlowBatch batch) {
        float[] pixels = new float[batch.count()];
        int plane = batch.size() * batch.size();
        for (int n = 0; n < pixels.length; n++) {
            double sum = batch.weights().length == 0 ? plane : 0;
            for (int i = n * plane; i < Math.min(batch.weights().length, (n + 1) * plane); i++) {
                sum += batch.weights()[i];
            }
            pixels[n] = (float) Math.max(1, sum);
        }
        return Tensor.of(pixels, pixels.length).to(device);
    }
}
