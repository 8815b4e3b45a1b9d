package io.grainflow.neca;

import io.grainflow.network.GlobalLayer;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.ParameterSlot;
import java.util.List;
import java.util.stream.Stream;

/**
 * One set of networks of NeCA with the published names of their parameters.
 *
 * @param gain GENet: a noisy image [N,C,H,W] to its gain [N,1,1,1], the level of its noise; it may be negative
 * @param level NPNet: a clean image and its gain as a further channel that is the same everywhere, [N,C+1,H,W], to the noise level of every
 *     value [N,C,H,W], not negative; it depends on statistics of the whole image
 * @param correlation NCNet: independent noise [N,C,H,W] to what is added to it; H and W are multiples of 8
 */
record NecaNetworks(Network gain, Network level, Network correlation) {
    /** Height and width of independent noise are multiples of it. */
    static final int BLOCK = 8;

    static final String GAIN = "E.";
    static final String LEVEL = "G1.";
    static final String CORRELATION = "G2.";

    private static final int LEVELS = 4;
    private static final double SLOPE = 0.01;
    private static final double EPSILON = 1e-5;

    /** The networks of a specification, their parameters named with a prefix. */
    static NecaNetworks of(NecaSpec spec, String prefix) {
        return new NecaNetworks(
                gain(prefix + GAIN, spec.channels(), spec.gainWidth()),
                level(prefix + LEVEL, spec.channels(), spec.levelWidth()),
                correlation(prefix + CORRELATION, spec.channels(), spec.correlationWidth()));
    }

    /** The parameters that a form of the model needs. */
    Stream<ParameterSlot> slots(NecaSpec.Form form) {
        return form == NecaSpec.Form.WHOLE
                ? Stream.of(gain, level, correlation).flatMap(network -> network.parameters().stream())
                : correlation.parameters().stream();
    }

    private static Network gain(String name, int channels, int width) {
        NetworkBuilder net = new NetworkBuilder(channels)
                .then(new Layer.Convolution(name + "model.0.0", channels, width, 7, true))
                .then(new Layer.Relu());
        for (int i = 1; i < 4; i++) {
            net.then(new Layer.Convolution(name + "model." + i + ".0", width, width, 3, true))
                    .then(new Layer.Relu());
        }
        return net.then(new GlobalLayer.GlobalAverage())
                .then(new Layer.Convolution(name + "linear.0.0", width, 1, 1, true))
                .build();
    }

    /** Features are normalised over the whole image and multiplied by the gain three times; the result is squared. */
    private static Network level(String name, int channels, int width) {
        NetworkBuilder net = new NetworkBuilder(channels + 1)
                .then(new Layer.Slice(channels, channels + 1))
                .then(new GlobalLayer.GlobalAverage());
        int gain = net.last();
        net.add(new Layer.Slice(0, channels), List.of(NetworkBuilder.INPUT))
                .then(new Layer.Convolution(name + "conv1", channels, width, 7, true, 1, Layer.Border.REFLECT));
        for (int k = 2; k <= 4; k++) {
            net.then(new Layer.Convolution(name + "conv" + k, width, width, 1, true))
                    .then(new GlobalLayer.ImageNorm(EPSILON));
            net.add(new Layer.Multiply(), List.of(net.last(), gain)).then(new Layer.LeakyRelu(SLOPE));
        }
        net.then(new Layer.Convolution(name + "conv5", width, channels, 1, true));
        return net.add(new Layer.Multiply(), List.of(net.last(), net.last())).build();
    }

    /** A U-Net of four levels: strides on the way down, nearest neighbours on the way up. */
    private static Network correlation(String name, int channels, int width) {
        NetworkBuilder net = new NetworkBuilder(channels);
        int[] skips = new int[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            int inputs = i == 0 ? channels : width << (i - 1);
            int kernel = i == 0 ? 7 : 3;
            String encoder = name + "encoders." + i;
            net.then(new Layer.Convolution(
                            encoder + ".0", inputs, width << i, kernel, true, i == 0 ? 1 : 2, Layer.Border.ZERO))
                    .then(new Layer.Relu())
                    .then(new Layer.Convolution(encoder + ".2", width << i, width << i, 3, true))
                    .then(new Layer.Relu());
            skips[i] = net.last();
        }
        for (int i = LEVELS - 2; i >= 0; i--) {
            String decoder = name + "decoders." + (LEVELS - 2 - i);
            net.then(new Layer.Upsample());
            net.add(new Layer.Concat(), List.of(net.last(), skips[i]))
                    .then(new Layer.Convolution(decoder + ".0", 3 * (width << i), width << i, 3, true))
                    .then(new Layer.Relu())
                    .then(new Layer.Convolution(decoder + ".2", width << i, width << i, 3, true))
                    .then(new Layer.Relu());
        }
        return net.then(new Layer.Convolution(name + "decoder_head.0", width, channels, 1, true))
                .then(new Layer.Tanh())
                .build();
    }
}
