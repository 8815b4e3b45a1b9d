package io.grainflow.nmflowgan;

import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * The generator: a U-Net that turns noise without correlation into noise with spatial correlation, added to its input (arXiv 2312.10112, as
 * released: whole channels are dropped on the way up in training, and nothing is normalised).
 */
final class CorrelationNetwork {
    static final String PREFIX = "generator.";
    static final String LAST = PREFIX + "last";

    private CorrelationNetwork() {}

    static Network of(NmFlowGanSpec spec) {
        int depth = spec.generatorDepth();
        int width = spec.generatorWidth();
        NetworkBuilder net = new NetworkBuilder(spec.channels());
        int[] skips = new int[depth];
        for (int i = 0; i < depth; i++) {
            int inputs = i == 0 ? spec.channels() : width << (i - 1);
            block(net, PREFIX + "down_path." + i + ".block", inputs, width << i);
            skips[i] = net.last();
            if (i < depth - 1) {
                net.then(new Layer.MaxPool());
            }
        }
        for (int j = 0; j < depth - 1; j++) {
            int outputs = width << (depth - 2 - j);
            String up = PREFIX + "up_path." + j;
            net.then(new Layer.TransposedConvolution(up + ".up", 2 * outputs, outputs, 2));
            net.add(new Layer.Concat(), List.of(net.last(), skips[depth - 2 - j]));
            block(net, up + ".conv_block.block", 2 * outputs, outputs);
            net.then(new Layer.Dropout(up, spec.dropout(), true));
        }
        net.then(new Layer.Convolution(LAST, width, spec.channels(), 1, true));
        return net.add(new Layer.Add(), List.of(net.last(), NetworkBuilder.INPUT))
                .build();
    }

    private static void block(NetworkBuilder net, String name, int inputs, int outputs) {
        net.then(new Layer.Convolution(name + ".0", inputs, outputs, 3, true))
                .then(new Layer.Relu())
                .then(new Layer.Convolution(name + ".2", outputs, outputs, 3, true))
                .then(new Layer.Relu());
    }
}
