package io.grainflow.naflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.inference.Inference;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.function.Supplier;

/** NAFlow through libtorch, layer by layer: for GPUs, and systems without the compiled engine. */
final class TorchNaFlow implements NaFlowEngine {
    private static final int TILE = 512;

    private final NaFlowSpec spec;
    private final NaFlow flow;
    private final Device device;
    private final int threads;

    TorchNaFlow(NaFlowSpec spec, Weights weights, int captures, Inference inference) {
        this.spec = spec;
        this.device = inference.device();
        this.threads = inference.threads();
        this.flow = Scope.keep(
                () -> new NaFlow(spec, Parameters.frozen(spec.slots(captures), weights, device, DType.FLOAT32)));
    }

    @Override
    public synchronized float[] decode(Size size, float[] clean, float[] condition, float[] latent) {
        return onTensors(() -> {
            Condition features = flow.condition(tensor(condition, size), PositionWeights.all());
            int block = spec.block();
            Tensor z = Tensor.of(latent, 1, spec.latentChannels(), size.height() / block, size.width() / block)
                    .to(device);
            return flow.inverse(z, tensor(clean, size), features).value().toFloats();
        });
    }

    @Override
    public synchronized Latent encode(Size size, float[] noisy, float[] clean, float[] condition, float[] weights) {
        return onTensors(() -> {
            PositionWeights counted =
                    PositionWeights.of(weights, 1, size.height(), size.width(), spec.levels(), DType.FLOAT32, device);
            Condition features = flow.condition(tensor(condition, size), counted);
            Transformed latent = flow.forward(tensor(noisy, size), tensor(clean, size), features);
            return new Latent(latent.value().toFloats(), latent.logAbsDet().item());
        });
    }

    private <R> R onTensors(Supplier<R> body) {
        return TensorThreads.with(threads, () -> Scope.heap(() -> NoGrad.run(body)));
    }

    private Tensor tensor(float[] values, Size size) {
        return Tensor.of(values, 1, spec.channels(), size.height(), size.width())
                .to(device);
    }

    @Override
    public int mostSide() {
        return TILE;
    }

    @Override
    public void close() {
        flow.forEachTensor(Tensor::free);
    }
}
