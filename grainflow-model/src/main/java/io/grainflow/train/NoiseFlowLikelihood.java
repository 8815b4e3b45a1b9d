package io.grainflow.train;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.model.NoiseFlow;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * Mean negative log-likelihood of noise per value in nats, as a density over the image's unit.
 *
 * @param captures in the order of a batch's configurations
 * @param dequantises whether clean and noisy values are 8-bit ones, which are spread over the grid's steps by numbers of their own
 */
record NoiseFlowLikelihood(NoiseFlow flow, List<Capture> captures, boolean dequantises, Device device)
        implements Objective<FlowBatch> {
    private static final double WHITE = 255;
    private static final double LEVELS = 256;

    @Override
    public Tensor loss(FlowBatch batch, Seed seed) {
        Tensor clean = batch.tensor(spread(batch.clean(), seed.child("clean")), device);
        Tensor noise =
                batch.tensor(spread(batch.noisy(), seed.child("noisy")), device).sub(clean);
        Tensor light = dequantises ? clean : batch.tensor(batch.conditioned(), device);
        Condition condition = flow.condition(light, batch.captures(captures), PositionWeights.all());
        Tensor nats = flow.logProb(flow.forward(noise, condition), PositionWeights.all());
        return nats.mean().mul(-1.0 / (batch.channels() * batch.size() * batch.size()));
    }

    private float[] spread(float[] values, Seed seed) {
        if (!dequantises) {
            return values;
        }
        RandomField uniform = new RandomField(seed);
        float[] spread = new float[values.length];
        for (int i = 0; i < spread.length; i++) {
            double number = Math.rint(WHITE * Math.min(1f, Math.max(0f, values[i])));
            spread[i] = (float) ((number + uniform.uniform(i, 0)) / LEVELS);
        }
        return spread;
    }
}
