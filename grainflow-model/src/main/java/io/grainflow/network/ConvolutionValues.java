package io.grainflow.network;

import io.grainflow.graph.GraphBuilder;
import java.util.Arrays;

/**
 * A convolution's weights and bias in double precision, into which subsequent layers are folded.
 *
 * @param weight [outputs,inputs,kernel,kernel]
 * @param bias [outputs]
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConvolutionValues(int inputs, int kernel, double[] weight, double[] bias) {
    /**
     * The values of a layer of stride 1; a missing bias is zero.
     *
     * @throws IllegalArgumentException for other strides
     */
    public static ConvolutionValues of(Layer.Convolution layer, Weights weights) {
        if (layer.stride() != 1) {
            throw new IllegalArgumentException("ConvolutionValues expects stride 1, got " + layer);
        }
        return raw(layer, weights);
    }

    /**
     * The values of a layer of stride 2 for its input after {@link io.grainflow.graph.Operation.Squeeze}: as a convolution of stride 1 with
     * four times the channels, in which row 2y + d of the image is row floor(d / 2) of the squeezed one, channel d mod 2.
     */
    static ConvolutionValues ofHalving(Layer.Convolution layer, Weights weights) {
        if (layer.border() != Layer.Border.ZERO) {
            throw new IllegalArgumentException("NetworkGraph expects zeros beyond the border, got " + layer);
        }
        ConvolutionValues values = raw(layer, weights);
        int kernel = layer.kernel();
        int radius = Math.max((layer.radius() + 1) / 2, (kernel - 1 - layer.radius()) / 2);
        int side = 2 * radius + 1;
        double[] moved = new double[values.weight.length / (kernel * kernel) * 4 * side * side];
        for (int i = 0; i < values.weight.length; i++) {
            int row = i / kernel % kernel - layer.radius();
            int column = i % kernel - layer.radius();
            int channel = i / (kernel * kernel) * 4 + 2 * Math.floorMod(row, 2) + Math.floorMod(column, 2);
            moved[(channel * side + Math.floorDiv(row, 2) + radius) * side + Math.floorDiv(column, 2) + radius] =
                    values.weight[i];
        }
        return new ConvolutionValues(4 * layer.inputs(), side, moved, values.bias);
    }

    /**
     * The values of a 2x2 transposed convolution of stride 2, whose output blocks do not overlap: a 1x1 convolution before {@link
     * io.grainflow.graph.Operation.Unsqueeze}.
     */
    static ConvolutionValues ofDoubling(Layer.TransposedConvolution layer, Weights weights) {
        double[] weight = weights.get(layer.weightName()).toDoubles();
        double[] bias = weights.get(layer.biasName()).toDoubles();
        int outputs = 4 * layer.outputs();
        double[] moved = new double[weight.length];
        double[] biases = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            biases[o] = bias[o / 4];
            for (int i = 0; i < layer.inputs(); i++) {
                moved[o * layer.inputs() + i] = weight[i * outputs + o];
            }
        }
        return new ConvolutionValues(layer.inputs(), 1, moved, biases);
    }

    /** A 1x1 convolution that repeats one channel. */
    static ConvolutionValues repeated(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return new ConvolutionValues(1, 1, ones, new double[count]);
    }

    private static ConvolutionValues raw(Layer.Convolution layer, Weights weights) {
        double[] bias = layer.bias() ? weights.get(layer.biasName()).toDoubles() : new double[layer.outputs()];
        return new ConvolutionValues(
                layer.inputs(), layer.kernel(), weights.get(layer.weightName()).toDoubles(), bias);
    }

    /** The identity. */
    static ConvolutionValues identity(int channels) {
        double[] weight = new double[channels * channels];
        for (int c = 0; c < channels; c++) {
            weight[c * channels + c] = 1;
        }
        return new ConvolutionValues(channels, 1, weight, new double[channels]);
    }

    /** A fully connected layer as a 1x1 convolution of a vector. */
    static ConvolutionValues of(GlobalLayer.Linear layer, Weights weights) {
        double[] bias = layer.bias() ? weights.get(layer.biasName()).toDoubles() : new double[layer.outputs()];
        return new ConvolutionValues(
                layer.inputs(), 1, weights.get(layer.weightName()).toDoubles(), bias);
    }

    /** A batch normalisation by its running statistics as a 1x1 convolution. */
    static ConvolutionValues of(Layer.BatchNorm norm, Weights weights) {
        ConvolutionValues values = identity(norm.channels());
        double[] gamma = weights.get(norm.gammaName()).toDoubles();
        double[] beta = weights.get(norm.betaName()).toDoubles();
        double[] mean = weights.get(norm.meanName()).toDoubles();
        double[] variance = weights.get(norm.varianceName()).toDoubles();
        for (int c = 0; c < norm.channels(); c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + norm.epsilon());
            values.weight[c * norm.channels() + c] = scale;
            values.bias[c] = beta[c] - mean[c] * scale;
        }
        return values;
    }

    /** Folds a subsequent {@link Layer.ActNorm} or {@link Layer.LogScale} into the convolution. */
    ConvolutionValues scaled(Layer layer, Weights weights) {
        return layer instanceof Layer.ActNorm norm
                ? scaled(
                        1,
                        weights.get(norm.logsName()).toDoubles(),
                        weights.get(norm.biasName()).toDoubles())
                : scaled(
                        ((Layer.LogScale) layer).factor(),
                        weights.get(((Layer.LogScale) layer).logsName()).toDoubles());
    }

    /** (y + shift) * exp(factor * logs) of its result y, per channel. */
    public ConvolutionValues scaled(double factor, double[] logs, double... shift) {
        int taps = weight.length / bias.length;
        double[] scaledWeight = weight.clone();
        double[] scaledBias = bias.clone();
        for (int o = 0; o < bias.length; o++) {
            double scale = Math.exp(factor * logs[o]);
            for (int i = o * taps; i < (o + 1) * taps; i++) {
                scaledWeight[i] *= scale;
            }
            scaledBias[o] = (scaledBias[o] + (shift.length == 0 ? 0 : shift[o])) * scale;
        }
        return new ConvolutionValues(inputs, kernel, scaledWeight, scaledBias);
    }

    /** Some of its outputs, placed among a larger number of outputs. The other outputs have zero weights and the given bias. */
    public ConvolutionValues outputs(int from, int to, int place, int count, double otherBias) {
        int taps = weight.length / bias.length;
        double[] moved = new double[taps * count];
        double[] biases = new double[count];
        Arrays.fill(biases, otherBias);
        System.arraycopy(weight, from * taps, moved, place * taps, (to - from) * taps);
        System.arraycopy(bias, from, biases, place, to - from);
        return new ConvolutionValues(inputs, kernel, moved, biases);
    }

    /**
     * Extends the input: the convolution's inputs from..to become the first channels of an input with {@code count} channels, whose other
     * channels have zero weights.
     */
    public ConvolutionValues inputs(int from, int to, int count, boolean withBias) {
        int area = kernel * kernel;
        double[] moved = new double[bias.length * count * area];
        for (int o = 0; o < bias.length; o++) {
            System.arraycopy(weight, (o * inputs + from) * area, moved, o * count * area, (to - from) * area);
        }
        return new ConvolutionValues(count, kernel, moved, withBias ? bias : new double[bias.length]);
    }

    /** Appends it to a graph. */
    public int append(GraphBuilder graph, int value) {
        return graph.convolution(value, inputs, kernel, floats(weight), floats(bias));
    }

    /** Appends it to a graph with mirrored positions beyond the border. */
    int appendReflecting(GraphBuilder graph, int value) {
        return graph.reflectingConvolution(value, inputs, kernel, floats(weight), floats(bias));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
