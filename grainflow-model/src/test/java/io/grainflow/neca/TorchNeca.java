package io.grainflow.neca;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** NeCA through libtorch, layer by layer on the whole image: the reference for the graphs. */
final class TorchNeca implements NecaEngine {
    private final int channels;
    private final List<NecaNetworks> sets;
    private final Parameters parameters;
    private final Device device;
    private final int threads;
    private boolean closed;

    /** @param weights may also hold other tensors */
    TorchNeca(NecaSpec spec, Weights weights, Inference inference) {
        this.channels = spec.channels();
        this.sets = IntStream.range(0, spec.sets()).mapToObj(spec::networks).toList();
        this.device = inference.device();
        this.threads = inference.threads();
        this.parameters =
                Scope.keep(() -> Parameters.frozen(spec.slots(), networksOf(spec, weights), device, DType.FLOAT32));
    }

    /** The tensors of the networks alone. */
    private static Weights networksOf(NecaSpec spec, Weights weights) {
        Map<String, StoredTensor> own = new TreeMap<>();
        spec.slots().forEach(slot -> own.put(slot.name(), weights.get(slot.name())));
        return Weights.of(own);
    }

    @Override
    public double gain(int set, Image noisy) {
        return onTensors(() -> run(sets.get(set).gain(), planes(noisy)).toFloats())[0];
    }

    @Override
    public float[] level(int set, Image clean, double gain) {
        return onTensors(() -> {
            Tensor plane = Tensor.full((float) gain, 1, 1, clean.height(), clean.width())
                    .to(DType.FLOAT32)
                    .to(device);
            return run(sets.get(set).level(), Tensor.cat(List.of(planes(clean), plane), 1))
                    .toFloats();
        });
    }

    @Override
    public float[] correlated(int set, float[] independent, int height, int width) {
        return onTensors(() -> {
            Tensor values = Tensor.of(independent, 1, channels, height, width).to(device);
            return run(sets.get(set).correlation(), values).add(values).toFloats();
        });
    }

    private Tensor run(Network network, Tensor input) {
        return TorchLowering.forward(network, parameters, input, Mode.EVAL);
    }

    private Tensor planes(Image image) {
        return Tensor.of(image.toArray(), 1, channels, image.height(), image.width())
                .to(device);
    }

    private <R> R onTensors(Supplier<R> body) {
        return TensorThreads.with(threads, () -> Scope.heap(() -> NoGrad.run(body)));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parameters.forEachTensor(Tensor::free);
        }
    }
}
