package io.grainflow.network;

import java.util.ArrayList;
import java.util.List;

/** Channels and size of every value of a network. Building it checks that the shapes of the layers are compatible. */
record NetworkShapes(List<Shape> values) {
    /**
     * Shape of one value.
     *
     * @param halvings how often height and width were halved
     * @param vector whether it has no positions, [N,C,1,1]
     */
    record Shape(int channels, int halvings, boolean vector) {
        Shape withChannels(int count) {
            return new Shape(count, halvings, vector);
        }

        private boolean sameSize(Shape other) {
            return halvings == other.halvings && vector == other.vector;
        }
    }

    /** For each kind of layer, the shape of its result given the shapes of its inputs. */
    static final LayerCases<List<Shape>, Shape> CASES = cases();

    NetworkShapes {
        values = List.copyOf(values);
    }

    /** @throws IllegalArgumentException where a layer does not fit its inputs */
    static NetworkShapes of(int inputChannels, List<Network.Node> nodes) {
        List<Shape> values = new ArrayList<>(List.of(new Shape(inputChannels, 0, false)));
        for (Network.Node node : nodes) {
            values.add(CASES.of(
                    node.layer(), node.inputs().stream().map(values::get).toList()));
        }
        NetworkShapes shapes = new NetworkShapes(values);
        if (shapes.last().halvings() != 0) {
            throw new IllegalArgumentException("Network expects an output of the input's size, got it halved "
                    + shapes.last().halvings() + " times");
        }
        return shapes;
    }

    Shape last() {
        return values.get(values.size() - 1);
    }

    /** Most halvings of any value. */
    int deepest() {
        return values.stream().mapToInt(Shape::halvings).max().orElse(0);
    }

    private static LayerCases<List<Shape>, Shape> cases() {
        LayerCases.Builder<List<Shape>, Shape> cases = new LayerCases.Builder<>();
        return changing(pointwise(global(cases)))
                .on(Layer.Add.class, NetworkShapes::equal)
                .on(Layer.Subtract.class, NetworkShapes::equal)
                .on(Layer.Multiply.class, NetworkShapes::multiplied)
                .on(Layer.Concat.class, NetworkShapes::joined)
                .build("NetworkShapes");
    }

    /** Layers that do not change the shape. */
    private static LayerCases.Builder<List<Shape>, Shape> pointwise(LayerCases.Builder<List<Shape>, Shape> cases) {
        return cases.onAll(
                        List.of(
                                Layer.Relu.class,
                                Layer.LeakyRelu.class,
                                Layer.PRelu.class,
                                Layer.Sigmoid.class,
                                Layer.Tanh.class,
                                Layer.Dropout.class,
                                Layer.Offset.class,
                                Layer.Scale.class),
                        (layer, inputs) -> inputs.get(0))
                .on(Layer.BatchNorm.class, (norm, inputs) -> given(norm, norm.channels(), inputs))
                .on(Layer.ActNorm.class, (norm, inputs) -> given(norm, norm.channels(), inputs))
                .on(Layer.LogScale.class, (scale, inputs) -> given(scale, scale.channels(), inputs))
                .on(
                        Layer.ToneMap.class,
                        (map, inputs) -> map.channels() > inputs.get(0).channels()
                                ? given(map, map.channels(), inputs)
                                : inputs.get(0));
    }

    /** Layers that change channels or size. */
    private static LayerCases.Builder<List<Shape>, Shape> changing(LayerCases.Builder<List<Shape>, Shape> cases) {
        return cases.on(Layer.Convolution.class, NetworkShapes::convolved)
                .on(
                        Layer.TransposedConvolution.class,
                        (layer, inputs) -> doubled(layer, given(layer, layer.inputs(), inputs), layer.outputs()))
                .on(
                        Layer.MaxPool.class,
                        (layer, inputs) ->
                                halved(layer, inputs.get(0), inputs.get(0).channels()))
                .on(
                        Layer.Upsample.class,
                        (layer, inputs) ->
                                doubled(layer, inputs.get(0), inputs.get(0).channels()))
                .on(
                        Layer.SpaceToDepth.class,
                        (layer, inputs) ->
                                halved(layer, inputs.get(0), 4 * inputs.get(0).channels()))
                .on(Layer.DepthToSpace.class, (layer, inputs) -> {
                    int channels = inputs.get(0).channels() / 4;
                    return doubled(layer, given(layer, 4 * channels, inputs), channels);
                })
                .on(Layer.Slice.class, NetworkShapes::sliced);
    }

    private static LayerCases.Builder<List<Shape>, Shape> global(LayerCases.Builder<List<Shape>, Shape> cases) {
        return cases.on(
                        GlobalLayer.InstanceNorm.class,
                        (norm, inputs) -> image(norm, given(norm, norm.channels(), inputs)))
                .on(GlobalLayer.ImageNorm.class, (norm, inputs) -> image(norm, inputs.get(0)))
                .on(
                        GlobalLayer.GlobalAverage.class,
                        (layer, inputs) -> new Shape(image(layer, inputs.get(0)).channels(), 0, true))
                .on(
                        GlobalLayer.Flatten.class,
                        (layer, inputs) -> new Shape(
                                image(layer, inputs.get(0)).channels() * layer.height() * layer.width(), 0, true))
                .on(GlobalLayer.Linear.class, (layer, inputs) -> {
                    Shape input = given(layer, layer.inputs(), inputs);
                    if (!input.vector()) {
                        throw new IllegalArgumentException(layer + " expects a vector, got " + input);
                    }
                    return input.withChannels(layer.outputs());
                });
    }

    private static Shape convolved(Layer.Convolution convolution, List<Shape> inputs) {
        Shape input = given(convolution, convolution.inputs(), inputs);
        if (convolution.kernel() > 1) {
            image(convolution, input);
        }
        return convolution.stride() == 1
                ? input.withChannels(convolution.outputs())
                : halved(convolution, input, convolution.outputs());
    }

    private static Shape equal(Layer layer, List<Shape> inputs) {
        if (!inputs.get(0).equals(inputs.get(1))) {
            throw unequal(layer, "equal channels and size", inputs);
        }
        return inputs.get(0);
    }

    private static Shape multiplied(Layer layer, List<Shape> inputs) {
        Shape first = inputs.get(0);
        Shape second = inputs.get(1);
        boolean channels = second.channels() == 1 || second.channels() == first.channels();
        if (!channels || !(second.vector() || first.sameSize(second))) {
            throw unequal(layer, "equal size and channels, or one channel or a vector as second", inputs);
        }
        return first;
    }

    private static Shape joined(Layer layer, List<Shape> inputs) {
        if (!inputs.get(0).sameSize(inputs.get(1))) {
            throw unequal(layer, "equal size", inputs);
        }
        return inputs.get(0)
                .withChannels(inputs.get(0).channels() + inputs.get(1).channels());
    }

    private static IllegalArgumentException unequal(Layer layer, String what, List<Shape> inputs) {
        return new IllegalArgumentException(
                layer + " expects inputs of " + what + ", got " + inputs.get(0) + " and " + inputs.get(1));
    }

    private static Shape sliced(Layer.Slice slice, List<Shape> inputs) {
        if (slice.to() > inputs.get(0).channels()) {
            throw new IllegalArgumentException(
                    slice + " expects channels within 0.." + inputs.get(0).channels());
        }
        return inputs.get(0).withChannels(slice.to() - slice.from());
    }

    private static Shape halved(Layer layer, Shape input, int channels) {
        return new Shape(channels, image(layer, input).halvings() + 1, false);
    }

    private static Shape doubled(Layer layer, Shape input, int channels) {
        if (input.halvings() == 0) {
            throw new IllegalArgumentException(layer + " expects an input that was halved before, got " + input);
        }
        return new Shape(channels, input.halvings() - 1, false);
    }

    private static Shape image(Layer layer, Shape input) {
        if (input.vector()) {
            throw new IllegalArgumentException(layer + " expects an image, got " + input);
        }
        return input;
    }

    /** The only input, which must have so many channels. */
    private static Shape given(Layer layer, int channels, List<Shape> inputs) {
        if (inputs.get(0).channels() != channels) {
            throw new IllegalArgumentException(layer + " expects " + channels + " channels, got "
                    + inputs.get(0).channels());
        }
        return inputs.get(0);
    }
}
