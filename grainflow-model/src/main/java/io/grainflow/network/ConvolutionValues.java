package io.grainflow.network;

import io.grainflow.graph.GraphBuilder;
import java.util.Arrays;

/**
 * A convolution's numbers in double precision, for folding what follows into it.
 *
 * @param weight [outputs,inputs,kernel,kernel]
 * @param bias [outputs]
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConvolutionValues(int inputs, int kernel, double[] weight, double[] bias) {
    /** Those of a layer; biases that it has not are zero. */
    public static ConvolutionValues of(Layer.Convolution layer, Weights weights) {
        double[] bias = layer.bias() ? weights.get(layer.biasName()).toDoubles() : new double[layer.outputs()];
        return new ConvolutionValues(
                layer.inputs(), layer.kernel(), weights.get(layer.weightName()).toDoubles(), bias);
    }

    /** What changes nothing. */
    static ConvolutionValues identity(int channels) {
        double[] weight = new double[channels * channels];
        for (int c = 0; c < channels; c++) {
            weight[c * channels + c] = 1;
        }
        return new ConvolutionValues(channels, 1, weight, new double[channels]);
    }

    /** With the {@link Layer.ActNorm} or {@link Layer.LogScale} that follows. */
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

    /** Some of its outputs, moved to a place among more of them; the others have no weights and the given bias. */
    public ConvolutionValues outputs(int from, int to, int place, int count, double otherBias) {
        int taps = weight.length / bias.length;
        double[] moved = new double[taps * count];
        double[] biases = new double[count];
        Arrays.fill(biases, otherBias);
        System.arraycopy(weight, from * taps, moved, place * taps, (to - from) * taps);
        System.arraycopy(bias, from, biases, place, to - from);
        return new ConvolutionValues(inputs, kernel, moved, biases);
    }

    /** For an input of more channels, of which it reads some: its inputs from..to are the first so many of the count. */
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

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
