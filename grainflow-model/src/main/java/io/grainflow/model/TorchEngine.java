package io.grainflow.model;

import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;

/** Inference through libtorch, layer by layer, with all threads of the library. */
final class TorchEngine implements InferenceEngine {
    private final Network network;
    private final Parameters parameters;
    private final Device device;

    TorchEngine(FoldedNetwork folded, Device device) {
        this.network = folded.network();
        this.parameters = Parameters.frozen(folded.network(), folded.weights(), device);
        this.device = device;
    }

    @Override
    public float[] run(float[] values, int channels, int height, int width) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Tensor input = Tensor.of(values, 1, channels, height, width).to(device);
            return TorchLowering.forward(network, parameters, input, Mode.EVAL).toFloats();
        }));
    }
}
