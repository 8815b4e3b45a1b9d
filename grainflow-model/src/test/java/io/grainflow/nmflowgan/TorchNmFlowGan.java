package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.inference.Inference;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.List;
import java.util.function.Supplier;

/** NM-FlowGAN on tensors, layer by layer: the reference of its graphs. */
final class TorchNmFlowGan implements NmFlowGanEngine {
    private final NmFlowGanSpec spec;
    private final Parameters parameters;
    private final NmFlow flow;
    private final Network generator;
    private final Device device;
    private final int threads;
    private boolean closed;

    TorchNmFlowGan(NmFlowGanSpec spec, Weights weights, Inference inference) {
        this.spec = spec;
        this.device = inference.device();
        this.threads = inference.threads();
        this.parameters = Parameters.frozen(spec.slots(), weights, device, DType.FLOAT32);
        this.flow = new NmFlow(spec, parameters, Mode.EVAL);
        this.generator = CorrelationNetwork.of(spec);
    }

    @Override
    public float[] decode(int height, int width, float[] clean, float[] latent, int row) {
        return onTensors(() -> {
            Condition condition = condition(tensor(clean, height, width), row);
            return flow.inverse(tensor(latent, height, width), condition)
                    .value()
                    .toFloats();
        });
    }

    @Override
    public double nats(int height, int width, float[] clean, float[] noisy, int row) {
        return onTensors(() -> {
            Condition condition = condition(tensor(clean, height, width), row);
            return -flow.logProb(flow.forward(tensor(noisy, height, width), condition), condition.weights())
                    .item();
        });
    }

    @Override
    public float[] correlate(int height, int width, float[] noise) {
        return onTensors(() -> TorchLowering.forward(generator, parameters, tensor(noise, height, width), Mode.EVAL)
                .toFloats());
    }

    private Condition condition(Tensor clean, int row) {
        int cameras = spec.cameras().size();
        Capture capture =
                Capture.of(spec.cameras().get(row % cameras), spec.isos().get(row / cameras));
        return flow.condition(clean, List.of(capture), PositionWeights.all());
    }

    private <R> R onTensors(Supplier<R> body) {
        return TensorThreads.with(threads, () -> Scope.heap(() -> NoGrad.run(body)));
    }

    private Tensor tensor(float[] values, int height, int width) {
        return Tensor.of(values, 1, spec.channels(), height, width).to(device);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parameters.forEachTensor(Tensor::free);
        }
    }
}
