package io.grainflow.network;

import java.util.ArrayList;
import java.util.List;

/** Channels and size of every value of a network; making them checks that the layers fit together. */
record Extents(List<Extent> values) {
    /**
     * Of one value.
     *
     * @param halvings how often height and width were halved
     */
    record Extent(int channels, int halvings) {}

    Extents {
        values = List.copyOf(values);
    }

    /** @throws IllegalArgumentException where a layer does not fit its inputs */
    static Extents of(int inputChannels, List<Network.Node> nodes) {
        List<Extent> values = new ArrayList<>(List.of(new Extent(inputChannels, 0)));
        for (Network.Node node : nodes) {
            List<Extent> inputs = node.inputs().stream().map(values::get).toList();
            values.add(after(node.layer(), inputs));
        }
        Extents extents = new Extents(values);
        if (extents.last().halvings() != 0) {
            throw new IllegalArgumentException("Network expects an output of the input's size, got it halved "
                    + extents.last().halvings() + " times");
        }
        return extents;
    }

    Extent last() {
        return values.get(values.size() - 1);
    }

    /** Most halvings of any value. */
    int deepest() {
        return values.stream().mapToInt(Extent::halvings).max().orElse(0);
    }

    private static Extent after(Layer layer, List<Extent> inputs) {
        Extent first = inputs.get(0);
        if (inputs.size() == 2) {
            return joined(layer, first, inputs.get(1));
        }
        requireChannels(layer, first.channels());
        if (layer instanceof Layer.Convolution convolution) {
            return new Extent(convolution.outputs(), first.halvings());
        }
        if (layer instanceof Layer.MaxPool) {
            return new Extent(first.channels(), first.halvings() + 1);
        }
        if (layer instanceof Layer.Upsample) {
            return doubled(layer, first, first.channels());
        }
        return layer instanceof Layer.TransposedConvolution convolution
                ? doubled(layer, first, convolution.outputs())
                : first;
    }

    private static Extent joined(Layer layer, Extent first, Extent second) {
        boolean concat = layer instanceof Layer.Concat;
        if (first.halvings() != second.halvings() || (!concat && first.channels() != second.channels())) {
            throw new IllegalArgumentException(layer + " expects inputs of equal " + (concat ? "" : "channels and ")
                    + "size, got " + first + " and " + second);
        }
        return concat ? new Extent(first.channels() + second.channels(), first.halvings()) : first;
    }

    private static Extent doubled(Layer layer, Extent input, int channels) {
        if (input.halvings() == 0) {
            throw new IllegalArgumentException(layer + " expects an input that was halved before, got " + input);
        }
        return new Extent(channels, input.halvings() - 1);
    }

    private static void requireChannels(Layer layer, int got) {
        if (layer instanceof Layer.Convolution convolution) {
            require(layer, convolution.inputs(), got);
        } else if (layer instanceof Layer.TransposedConvolution convolution) {
            require(layer, convolution.inputs(), got);
        } else if (layer instanceof Layer.BatchNorm norm) {
            require(layer, norm.channels(), got);
        } else if (layer instanceof Layer.ActNorm norm) {
            require(layer, norm.channels(), got);
        } else if (layer instanceof Layer.LogScale scale) {
            require(layer, scale.channels(), got);
        } else if (layer instanceof Layer.ToneMap map && map.channels() > got) {
            require(layer, map.channels(), got);
        }
    }

    private static void require(Layer layer, int expected, int got) {
        if (expected != got) {
            throw new IllegalArgumentException(layer + " expects " + expected + " channels, got " + got);
        }
    }
}
