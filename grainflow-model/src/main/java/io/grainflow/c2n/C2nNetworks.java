package io.grainflow.c2n;

import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import java.util.List;

/** The networks that generator and critic are made of. Every 3x3 convolution reflects the image at its borders. */
final class C2nNetworks {
    private C2nNetworks() {}

    /** One convolution. */
    static Network convolution(String name, int inputs, int outputs, int kernel) {
        return new NetworkBuilder(inputs)
                .then(layer(name, inputs, outputs, kernel, true))
                .build();
    }

    /** A 3x3 convolution, a rectifier, a 3x3 convolution. */
    static Network head(String name, int inputs, int hidden, int outputs) {
        return new NetworkBuilder(inputs)
                .then(layer(name + ".0", inputs, hidden, 3, true))
                .then(new Layer.PRelu(name + ".1"))
                .then(layer(name + ".2", hidden, outputs, 3, true))
                .build();
    }

    /** A 3x3 convolution and a rectifier. */
    static Network rectified(String name, int inputs, int outputs) {
        return new NetworkBuilder(inputs)
                .then(layer(name + ".0", inputs, outputs, 3, true))
                .then(new Layer.PRelu(name + ".1"))
                .build();
    }

    /** Residual blocks one after another; no blocks are the identity. */
    static Network blocks(String name, int count, int width, int kernel, boolean bias) {
        NetworkBuilder network = new NetworkBuilder(width);
        append(network, name, count, width, kernel, bias);
        return count == 0 ? network.then(new Layer.Scale(1)).build() : network.build();
    }

    /** The critic: a map of numbers [N,1,H,W] of a noisy image. */
    static Network critic(String prefix, int inputs, int width, int count) {
        NetworkBuilder network = new NetworkBuilder(inputs)
                .then(layer(prefix + "head.0", inputs, width, 3, true))
                .then(new Layer.PRelu(prefix + "head.1"));
        append(network, prefix + "body", count, width, 3, true);
        return network.then(layer(prefix + "tail", width, 1, 3, true)).build();
    }

    /** Convolution, rectifier and convolution, added to their input; nothing follows the sum. */
    private static void append(NetworkBuilder network, String name, int count, int width, int kernel, boolean bias) {
        for (int k = 0; k < count; k++) {
            String body = name + "." + k + ".body.";
            int before = network.last();
            network.then(layer(body + "0", width, width, kernel, bias))
                    .then(new Layer.PRelu(body + "1"))
                    .then(layer(body + "2", width, width, kernel, bias));
            network.add(new Layer.Add(), List.of(network.last(), before));
        }
    }

    private static Layer layer(String name, int inputs, int outputs, int kernel, boolean bias) {
        return new Layer.Convolution(
                name, inputs, outputs, kernel, bias, 1, kernel == 1 ? Layer.Border.ZERO : Layer.Border.REFLECT);
    }
}
