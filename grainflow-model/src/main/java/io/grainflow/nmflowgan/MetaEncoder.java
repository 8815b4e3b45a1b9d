package io.grainflow.nmflowgan;

import io.grainflow.flow.Exposures;
import io.grainflow.network.GlobalLayer;
import io.grainflow.network.Layer;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * The meta encoder: ISO and camera as a vector of ones and zeros through residual blocks of fully connected layers (NM-FlowGAN, arXiv
 * 2312.10112, as released). As published, the blocks normalise by the statistics of the batch.
 */
final class MetaEncoder {
    private static final int BLOCKS = 3;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.1;

    private final Network network;
    private final Parameters parameters;
    private final Mode mode;

    private MetaEncoder(Network network, Parameters parameters, Mode mode) {
        this.network = network;
        this.parameters = parameters;
        this.mode = mode;
    }

    /** The encoder of a layer. */
    static MetaEncoder of(NmFlowGanSpec spec, String layer, int outputs, Parameters parameters, Mode mode) {
        return new MetaEncoder(network(spec, layer, outputs), parameters, mode);
    }

    /** The network, with the published names of its parameters. */
    static Network network(NmFlowGanSpec spec, String layer, int outputs) {
        String name = layer + ".meta_encoder.";
        int inputs = spec.isos().size() + spec.cameras().size();
        int width = spec.metaWidth();
        NetworkBuilder net = new NetworkBuilder(inputs)
                .then(new GlobalLayer.Flatten(1, 1))
                .then(new GlobalLayer.Linear(name + "initial_layer", inputs, width, true));
        for (int k = 0; k < BLOCKS; k++) {
            String block = name + "blocks." + k;
            int before = net.last();
            for (int i = 0; i < 2; i++) {
                if (spec.conditioning() == NmFlowGanSpec.Conditioning.BATCH) {
                    net.then(new Layer.BatchNorm(block + ".batch_norm_layers." + i, width, EPSILON, MOMENTUM));
                }
                net.then(new Layer.Relu())
                        .then(new GlobalLayer.Linear(block + ".linear_layers." + i, width, width, true));
            }
            net.add(new Layer.Add(), List.of(before, net.last()));
        }
        return net.then(new GlobalLayer.Linear(name + "final_layer", width, outputs, true))
                .build();
    }

    /** Numbers of each sample, [N,outputs,1,1]. */
    Tensor of(Exposures exposures) {
        long count = exposures.isos().shape()[0];
        Tensor input = Tensor.cat(List.of(exposures.isos(), exposures.cameras()), 1);
        return TorchLowering.forward(network, parameters, input.reshape(count, input.shape()[1], 1, 1), mode);
    }
}
