package io.grainflow.flow;

import io.grainflow.network.ConvolutionValues;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * NAFlow's features of the clean image (as released): a 1x1 convolution to F channels, then per level a 1x1 convolution to F/4 channels and
 * a squeeze back to F. There are no activations, so the first two convolutions are composed, which avoids F channels at full resolution.
 */
public final class ConditionFeatures {
    private static final String NAME = "condition.";

    private final Parameters parameters;
    private final int levels;

    public ConditionFeatures(Parameters parameters, int levels) {
        this.parameters = parameters;
        this.levels = levels;
    }

    /** Its parameters: {@code condition.0} from the image to F channels, {@code condition.l} for level l. */
    public static List<ParameterSlot> slots(int channels, int features, int levels) {
        List<ParameterSlot> slots = new ArrayList<>(convolution(0, channels, features));
        for (int level = 1; level <= levels; level++) {
            slots.addAll(convolution(level, features, features / 4));
        }
        return List.copyOf(slots);
    }

    private static List<ParameterSlot> convolution(int index, int inputs, int outputs) {
        return List.of(
                ParameterSlot.of(NAME + index + ".weight", ParameterSlot.Role.FREE, outputs, inputs, 1, 1),
                ParameterSlot.of(NAME + index + ".bias", ParameterSlot.Role.FREE, outputs));
    }

    /** Features of a clean image [N,C,H,W], level by level from 1. */
    public List<Tensor> of(Tensor clean) {
        List<Tensor> features = new ArrayList<>();
        Tensor weight = flat(1).matmul(flat(0));
        long outputs = weight.shape()[0];
        Tensor before = bias(0);
        Tensor bias = flat(1).matmul(before.reshape(before.shape()[0], 1))
                .reshape(outputs)
                .add(bias(1));
        features.add(Squeeze.unshuffle(clean.conv2d(weight.reshape(outputs, weight.shape()[1], 1, 1), bias, 1, 0)));
        for (int level = 2; level <= levels; level++) {
            Tensor finer = features.get(level - 2);
            features.add(Squeeze.unshuffle(finer.conv2d(parameters.get(NAME + level + ".weight"), bias(level), 1, 0)));
        }
        return List.copyOf(features);
    }

    /** The convolution before each level's squeeze, from level 1, the first two composed. */
    public static List<ConvolutionValues> values(Weights weights, int channels, int features, int levels) {
        double[] first = weights.get(NAME + "0.weight").toDoubles();
        double[] second = weights.get(NAME + "1.weight").toDoubles();
        double[] before = weights.get(NAME + "0.bias").toDoubles();
        double[] bias = weights.get(NAME + "1.bias").toDoubles();
        double[] composed = new double[bias.length * channels];
        for (int o = 0; o < bias.length; o++) {
            for (int f = 0; f < features; f++) {
                double factor = second[o * features + f];
                bias[o] += factor * before[f];
                for (int c = 0; c < channels; c++) {
                    composed[o * channels + c] += factor * first[f * channels + c];
                }
            }
        }
        List<ConvolutionValues> values = new ArrayList<>(List.of(new ConvolutionValues(channels, 1, composed, bias)));
        for (int level = 2; level <= levels; level++) {
            double[] weight = weights.get(NAME + level + ".weight").toDoubles();
            values.add(new ConvolutionValues(
                    features, 1, weight, weights.get(NAME + level + ".bias").toDoubles()));
        }
        return List.copyOf(values);
    }

    private Tensor flat(int index) {
        Tensor weight = parameters.get(NAME + index + ".weight");
        return weight.reshape(weight.shape()[0], weight.shape()[1]);
    }

    private Tensor bias(int index) {
        return parameters.get(NAME + index + ".bias");
    }
}
