package io.grainflow.inference;

import io.grainflow.engine.Precision;
import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;

/** Inference through libtorch, layer by layer: for GPUs, and systems without the compiled engine. */
final class TorchEngine implements InferenceEngine {
    /** Side of a tile without its surroundings: as fast as whole images, with about 100 MB of memory. */
    private static final int TILE = 320;

    private final Network network;
    private final Parameters parameters;
    private final Device device;
    private final int threads;
    private final int most;

    TorchEngine(FoldedNetwork folded, Device device, int threads) {
        this.network = folded.network();
        this.parameters = Parameters.frozen(folded.network(), folded.weights(), device);
        this.device = device;
        this.threads = threads;
        this.most = TILE + 2 * (network.receptiveRadius() + network.block());
    }

    @Override
    public synchronized void run(int height, int width, RowSource source, RowSink sink) {
        float[] rows = new float[height * width * network.inputChannels()];
        source.read(0, 0, height, rows);
        sink.write(0, 0, height, TensorThreads.with(threads, () -> forward(height, width, rows)));
    }

    private float[] forward(int height, int width, float[] rows) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Tensor input = Tensor.of(rows, 1, height, width, network.inputChannels())
                    .permute(0, 3, 1, 2)
                    .contiguous()
                    .to(device);
            return TorchLowering.forward(network, parameters, input, Mode.EVAL)
                    .permute(0, 2, 3, 1)
                    .contiguous()
                    .toFloats();
        }));
    }

    @Override
    public int mostRows() {
        return most;
    }

    @Override
    public int mostColumns() {
        return most;
    }

    @Override
    public boolean takesRows(int width) {
        return false;
    }

    @Override
    public Precision precision() {
        return Precision.FP32;
    }

    @Override
    public void close() {
        parameters.forEachTensor(Tensor::free);
    }
}
