package io.grainflow.train;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.model.NoiseFlow;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean negative log-likelihood of noise per value in nats.
 *
 * @param captures in the order of a batch's configurations
 */
record NoiseFlowLikelihood(NoiseFlow flow, List<Capture> captures, Device device) implements Objective<FlowBatch> {
    @Override
    public Tensor loss(FlowBatch batch, Seed seed) {
        Condition condition = flow.condition(tensor(batch.conditioned(), batch), chosen(batch), PositionWeights.all());
        Tensor noise = tensor(batch.noisy(), batch).sub(tensor(batch.clean(), batch));
        Tensor nats = flow.logProb(flow.forward(noise, condition), PositionWeights.all());
        return nats.mean().mul(-1.0 / (batch.channels() * batch.size() * batch.size()));
    }

    private List<Capture> chosen(FlowBatch batch) {
        List<Capture> chosen = new ArrayList<>();
        for (int i = 0; i < batch.chosen().length; i++) {
            if (batch.chosen()[i] == 1) {
                chosen.add(captures.get(i % captures.size()));
            }
        }
        return chosen;
    }

    private Tensor tensor(float[] values, FlowBatch batch) {
        return Tensor.of(values, batch.count(), batch.channels(), batch.size(), batch.size())
                .to(device);
    }
}
