package io.grainflow.flow;

import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/**
 * The network inside affine couplings and injectors of NAFlow (Kim, Jung, Baik, Kim, ICLR 2024, as released): 1x1 convolution and
 * ActNorm, ReLU, a residual block (3x3 convolution, ReLU, 1x1 convolution and ActNorm), 1x1 convolution scaled by exp(3 *
 * logs). Its output is the shift, then the raw scale, each of half the channels.
 */
final class CouplingNetwork {
    /** Receptive radius of an output in positions. */
    static final int RADIUS = 1;

    /** Factor of the logarithms that scale the output. */
    static final double SCALE_FACTOR = 3;

    private CouplingNetwork() {}

    /** @param transformed number of channels that are shifted and scaled */
    static Network of(String name, int inputs, int hidden, int transformed) {
        NetworkBuilder net = new NetworkBuilder(inputs);
        net.then(new Layer.Convolution(name + ".in", inputs, hidden, 1, false))
                .then(new Layer.ActNorm(name + ".in.actnorm", hidden))
                .then(new Layer.Relu());
        int trunk = net.last();
        net.then(new Layer.Convolution(name + ".body", hidden, hidden, 3, true))
                .then(new Layer.Relu())
                .then(new Layer.Convolution(name + ".mix", hidden, hidden, 1, false))
                .then(new Layer.ActNorm(name + ".mix.actnorm", hidden));
        net.add(new Layer.Add(), List.of(trunk, net.last()))
                .then(new Layer.Convolution(name + ".out", hidden, 2 * transformed, 1, true))
                .then(new Layer.LogScale(name + ".out", 2 * transformed, SCALE_FACTOR));
        return net.build();
    }
}
