package io.grainflow.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A small network for each kind of layer and each of its options. Inputs have four channels; those of a fixed size have 8x12 pixels. */
final class LayerSamples {
    static final int CHANNELS = 4;
    static final int HEIGHT = 8;
    static final int WIDTH = 12;

    private LayerSamples() {}

    /** Samples by name. */
    static Map<String, Sample> all() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        convolutions(samples);
        pointwise(samples);
        binary(samples);
        resizing(samples);
        global(samples);
        return samples;
    }

    /** A network and the layer that it tests. */
    record Sample(Layer layer, Network network) {}

    private static void convolutions(Map<String, Sample> samples) {
        for (int kernel : new int[] {1, 3, 5}) {
            add(samples, "convolution " + kernel, new Layer.Convolution("c", CHANNELS, 3, kernel, true));
            add(
                    samples,
                    "reflecting convolution " + kernel,
                    new Layer.Convolution("c", CHANNELS, 3, kernel, kernel > 1, 1, Layer.Border.REFLECT));
        }
        for (int kernel : new int[] {2, 3, 4, 5, 7}) {
            halving(samples, "strided " + kernel, new Layer.Convolution("c", 4, 5, kernel, true, 2, Layer.Border.ZERO));
        }
        halving(samples, "strided, reflecting", new Layer.Convolution("c", 4, 5, 4, false, 2, Layer.Border.REFLECT));
        doubling(samples, "transposed 2", new Layer.TransposedConvolution("t", 4, 3, 2));
        doubling(samples, "transposed 3", new Layer.TransposedConvolution("t", 4, 3));
        Layer strided = new Layer.Convolution("c", 4, 4, 3, false, 2, Layer.Border.ZERO);
        samples.put(
                "strided and normalised",
                new Sample(
                        strided,
                        built(b -> b.then(strided)
                                .then(new Layer.BatchNorm("n", 4, 1e-5, 0.1))
                                .then(new Layer.Upsample()))));
        samples.put(
                "strided and scaled",
                new Sample(
                        strided,
                        built(b ->
                                b.then(strided).then(new Layer.ActNorm("n", 4)).then(new Layer.Upsample()))));
    }

    private static void pointwise(Map<String, Sample> samples) {
        Layer.BatchNorm norm = new Layer.BatchNorm("n", 4, 1e-5, 0.1);
        samples.put(
                "batch norm",
                new Sample(
                        norm,
                        built(b -> b.then(new Layer.Convolution("c", 4, 4, 1, false))
                                .then(norm))));
        add(samples, "act norm", new Layer.ActNorm("n", 4));
        add(samples, "log scale", new Layer.LogScale("n", 4, 3));
        add(samples, "relu", new Layer.Relu());
        add(samples, "leaky relu", new Layer.LeakyRelu(0.2));
        add(samples, "prelu", new Layer.PRelu("p"));
        add(samples, "sigmoid", new Layer.Sigmoid());
        add(samples, "tanh", new Layer.Tanh());
        add(samples, "dropout", new Layer.Dropout("d", 0.4, false));
        add(samples, "dropout of channels", new Layer.Dropout("d", 0.4, true));
        add(samples, "offset", new Layer.Offset(0.3));
        add(samples, "scale", new Layer.Scale(1.7));
        add(samples, "tone map", new Layer.ToneMap(2));
        add(samples, "slice", new Layer.Slice(1, 3));
    }

    private static void binary(Map<String, Sample> samples) {
        for (Layer layer : List.of(new Layer.Add(), new Layer.Subtract(), new Layer.Multiply(), new Layer.Concat())) {
            samples.put(
                    layer.getClass().getSimpleName(),
                    new Sample(
                            layer,
                            built(b -> b.then(new Layer.Convolution("c", 4, 4, 3, true))
                                    .add(layer, List.of(1, 0)))));
        }
        Layer product = new Layer.Multiply();
        samples.put(
                "product with one channel",
                new Sample(product, built(b -> b.then(new Layer.Slice(2, 3)).add(product, List.of(0, 1)))));
    }

    private static void resizing(Map<String, Sample> samples) {
        halving(samples, "max pool", new Layer.MaxPool());
        doubling(samples, "upsample", new Layer.Upsample());
        Layer deep = new Layer.SpaceToDepth();
        samples.put(
                "space to depth",
                new Sample(
                        deep,
                        built(b -> b.then(deep)
                                .then(new Layer.Convolution("c", 16, 4, 3, true))
                                .then(new Layer.Upsample()))));
        doubling(samples, "depth to space", new Layer.DepthToSpace());
    }

    private static void global(Map<String, Sample> samples) {
        add(samples, "instance norm", new GlobalLayer.InstanceNorm("n", 4, false, 1e-5));
        add(samples, "instance norm, affine", new GlobalLayer.InstanceNorm("n", 4, true, 1e-5));
        add(samples, "image norm", new GlobalLayer.ImageNorm(1e-5));
        Layer average = new GlobalLayer.GlobalAverage();
        add(samples, "global average", average);
        samples.put(
                "product with a vector",
                new Sample(average, built(b -> b.then(average).add(new Layer.Multiply(), List.of(0, 1)))));
        Layer flatten = new GlobalLayer.Flatten(HEIGHT, WIDTH);
        add(samples, "flatten", flatten);
        Layer linear = new GlobalLayer.Linear("l", CHANNELS * HEIGHT * WIDTH, 3, true);
        samples.put("linear", new Sample(linear, built(b -> b.then(flatten).then(linear))));
    }

    private static void add(Map<String, Sample> samples, String name, Layer layer) {
        samples.put(name, new Sample(layer, built(b -> b.then(layer))));
    }

    private static void halving(Map<String, Sample> samples, String name, Layer layer) {
        samples.put(name, new Sample(layer, built(b -> b.then(layer).then(new Layer.Upsample()))));
    }

    private static void doubling(Map<String, Sample> samples, String name, Layer layer) {
        samples.put(
                name, new Sample(layer, built(b -> b.then(new Layer.MaxPool()).then(layer))));
    }

    private static Network built(UnaryOperator<NetworkBuilder> layers) {
        return layers.apply(new NetworkBuilder(CHANNELS)).build();
    }
}
