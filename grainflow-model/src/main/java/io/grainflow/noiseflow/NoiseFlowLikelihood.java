package io.grainflow.noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.PositionWeights;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Objective;
import io.grainflow.train.data.FlowBatch;
import java.util.List;

/**
 * Mean negative log-likelihood of noise per value in nats, as a density over the image's unit.
 *
 * @param captures in the order of a batch's configurations
 * @param dequantises whether clean and noisy values are 8-bit values, which are dequantised with independent uniform numbers
 */
record NoiseFlowLikelihood(NoiseFlow flow, List<Capture> captures, boolean dequantises, Device device)
        implements Objective<FlowBatch> {
    @Override
    public Tensor loss(FlowBatch batch, double progress, Seed seed) {
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
            spread[i] = Dequantisation.eightBit(values[i], uniform.uniform(i, 0));
        }
        return spread;
    }
}
