package io.grainflow.engine;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.Map;
import java.util.TreeMap;

/** Small graphs of random weights, for tests. */
public final class Graphs {
    private Graphs() {}

    /** Convolutions with rectifiers, whose result is subtracted from the image. */
    public static Graph residual(int channels, int features, int depth) {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", channels, 0);
        int value = input;
        for (int i = 0; i < depth; i++) {
            boolean last = i == depth - 1;
            value = convolution(graph, value, i == 0 ? channels : features, last ? channels : features, 3, i);
            value = last ? value : graph.add(Operation.Unary.relu(), value);
        }
        return graph.output("output", graph.difference(input, value)).build();
    }

    /** An encoder and decoder that uses every operation that changes the size, with a skip connection. */
    public static Graph hourglass() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 3, 0);
        int skip = graph.add(
                new Operation.Unary(Operation.Function.LEAKY_RELU, 0.1, 0), convolution(graph, input, 3, 12, 3, 1));
        int half = graph.add(new Operation.MaxPool(), skip);
        int quarter = graph.add(new Operation.Squeeze(), convolution(graph, half, 12, 5, 5, 2));
        int deep = graph.apply(Operation.Function.TANH, convolution(graph, quarter, 20, 20, 3, 3));
        int half2 = graph.sum(graph.add(new Operation.Unsqueeze(), deep), graph.add(new Operation.Slice(4, 9), half));
        int doubled = graph.add(new Operation.Concat(), graph.add(new Operation.Upsample(), half2), skip);
        int joined = graph.apply(Operation.Function.SIGMOID, convolution(graph, doubled, 17, 8, 3, 4));
        int spread = graph.add(
                new Operation.TransposedConvolution(5, 8, numbers("t", 5 * 8 * 9, 0.3), numbers("tb", 8, 0.1)), half2);
        int plain = graph.add(new Operation.Upsample(), half2);
        int table = graph.add(new Operation.Table(new float[][] {numbers("row", 8, 1)}));
        int product = graph.product(graph.sum(joined, table), graph.apply(Operation.Function.EXP, spread));
        return graph.output("product", product)
                .output("plain", graph.apply(Operation.Function.SQRT, graph.product(plain, plain)))
                .output("alone", convolution(graph, graph.add(new Operation.Upsample(), deep), 20, 3, 3, 5))
                .output("half", graph.quotient(half2, graph.linear(graph.product(half2, half2), 2, 1)))
                .build();
    }

    /** An encoder and decoder with wide layers and leaky rectifiers, so that values have both signs. */
    public static Graph pooled(int features) {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 3, 0);
        Operation leaky = new Operation.Unary(Operation.Function.LEAKY_RELU, 0.1, 0);
        int fine = graph.add(leaky, convolution(graph, input, 3, features, 3, 1));
        int half = graph.add(
                new Operation.MaxPool(), graph.add(leaky, convolution(graph, fine, features, features, 3, 2)));
        int deep = graph.add(leaky, convolution(graph, half, features, features, 3, 3));
        int joined = graph.add(new Operation.Concat(), graph.add(new Operation.Upsample(), deep), fine);
        int up = graph.add(leaky, convolution(graph, joined, 2 * features, features, 3, 4));
        return graph.output("output", convolution(graph, up, features, 3, 3, 5)).build();
    }

    private static int convolution(GraphBuilder graph, int value, int inputs, int outputs, int kernel, int seed) {
        double spread = Math.sqrt(2.0 / (inputs * kernel * kernel));
        return graph.convolution(
                value,
                inputs,
                kernel,
                numbers("w" + seed, inputs * outputs * kernel * kernel, spread),
                numbers("b" + seed, outputs, 0.1));
    }

    /** Convolutions with leaky rectifiers, some of whose channels are a hundred times as large as others. */
    public static Graph uneven(int features, double slope) {
        GraphBuilder graph = new GraphBuilder();
        int value = graph.input("input", 3, 0);
        Operation rectifier = new Operation.Unary(Operation.Function.LEAKY_RELU, slope, 0);
        for (int i = 0; i < 4; i++) {
            int inputs = i == 0 ? 3 : features;
            int outputs = i == 3 ? 3 : features;
            float[] weight = numbers("w" + i, inputs * outputs * 9, Math.sqrt(2.0 / (inputs * 9)));
            float[] bias = numbers("b" + i, outputs, 0.1);
            for (int k = 0; k < weight.length; k++) {
                double into = i == 0 ? 1 : loud(k / 9 % inputs);
                weight[k] *= (float) ((i == 3 ? 1 : loud(k / 9 / inputs)) / into);
            }
            for (int o = 0; i < 3 && o < outputs; o++) {
                bias[o] *= (float) loud(o);
            }
            value = graph.convolution(value, inputs, 3, weight, bias);
            value = i == 3 ? value : graph.add(rectifier, value);
        }
        return graph.output("output", value).build();
    }

    private static double loud(int channel) {
        return Math.pow(100, channel % 7 / 6.0);
    }

    /** A convolution of two upsampled values, and one of an upsampled value concatenated with itself. */
    public static Graph doubledTwice() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 2, 0);
        int half = graph.add(new Operation.MaxPool(), input);
        int other = convolution(graph, half, 2, 3, 3, 1);
        int joined = graph.add(
                new Operation.Concat(),
                graph.add(new Operation.Upsample(), half),
                graph.add(new Operation.Upsample(), other));
        int twice = graph.add(new Operation.Upsample(), other);
        return graph.output("joined", convolution(graph, joined, 5, 4, 3, 2))
                .output("self", convolution(graph, graph.add(new Operation.Concat(), twice, twice), 6, 2, 3, 3))
                .build();
    }

    /** Convolutions that mirror their input at the borders, at two sizes, and one that does not, of the same value. */
    public static Graph reflecting() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 3, 0);
        int first = graph.add(Operation.Unary.relu(), reflecting(graph, input, 3, 8, 7, 1));
        int second = graph.sum(first, reflecting(graph, first, 8, 8, 3, 2));
        int half = graph.add(new Operation.MaxPool(), second);
        int deep = graph.add(Operation.Unary.relu(), reflecting(graph, half, 8, 6, 5, 3));
        int up = reflecting(graph, graph.add(new Operation.Upsample(), deep), 6, 8, 3, 4);
        return graph.output("output", reflecting(graph, graph.product(up, second), 8, 3, 3, 5))
                .output("plain", convolution(graph, up, 8, 2, 3, 6))
                .build();
    }

    /** Wide convolutions that mirror their input. */
    public static Graph mirrored(int features) {
        GraphBuilder graph = new GraphBuilder();
        Operation rectifier = Operation.Unary.relu();
        int value = graph.add(rectifier, reflecting(graph, graph.input("input", 3, 0), 3, features, 3, 1));
        int deep = graph.add(rectifier, reflecting(graph, value, features, features, 5, 2));
        int deeper = graph.add(rectifier, reflecting(graph, deep, features, features, 3, 3));
        return graph.output("output", reflecting(graph, deeper, features, 3, 3, 4))
                .build();
    }

    private static int reflecting(GraphBuilder graph, int value, int inputs, int outputs, int kernel, int seed) {
        double spread = Math.sqrt(2.0 / (inputs * kernel * kernel));
        return graph.reflectingConvolution(
                value,
                inputs,
                kernel,
                numbers("w" + seed, inputs * outputs * kernel * kernel, spread),
                numbers("b" + seed, outputs, 0.1));
    }

    /** Every operation that needs the whole image, on images and on results of one another; arithmetic of vectors; two tables. */
    public static Graph statistics() {
        GraphBuilder graph = new GraphBuilder();
        int input = graph.input("input", 3, 0);
        int capture = graph.add(new Operation.Table(
                new float[][] {numbers("row0", 4, 1), numbers("row1", 4, 1), numbers("row2", 4, 1)}));
        int same = graph.add(new Operation.Table(new float[][] {numbers("same", 6, 1)}));
        int features = reflecting(graph, input, 3, 6, 3, 1);
        int mean = graph.add(new Operation.GlobalAverage(), features);
        int gain = graph.apply(
                Operation.Function.SIGMOID,
                graph.sum(convolution(graph, capture, 4, 6, 1, 2), graph.product(mean, same)));
        int normed = graph.add(
                new Operation.InstanceNorm(numbers("gamma", 6, 1), numbers("beta", 6, 1), 1e-5),
                graph.product(features, gain));
        int half = graph.add(new Operation.MaxPool(), graph.add(Operation.Unary.relu(), normed));
        int joined = graph.add(new Operation.Concat(), graph.add(new Operation.Slice(1, 3), gain), half);
        int whole = graph.add(new Operation.ImageNorm(1e-5), convolution(graph, joined, 8, 5, 3, 3));
        int level = graph.apply(Operation.Function.EXP, graph.add(new Operation.GlobalAverage(), whole));
        int both = graph.add(new Operation.Concat(), graph.add(new Operation.Upsample(), whole), capture);
        return graph.output("output", convolution(graph, both, 9, 3, 3, 4))
                .output("level", graph.add(new Operation.Concat(), level, capture))
                .output("half", graph.sum(whole, level))
                .build();
    }

    /** Normal numbers. */
    static float[] numbers(String name, int count, double deviation) {
        RandomField field = new RandomField(new Seed(1).child(name));
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (deviation * field.normal(i));
        }
        return numbers;
    }

    /** Normal numbers for every input. */
    public static Map<String, float[]> inputs(Graph graph, int height, int width) {
        Map<String, float[]> inputs = new TreeMap<>();
        for (Operation.Input input : graph.inputs()) {
            int count = input.channels() * ((height * width) >> (2 * input.halvings()));
            inputs.put(input.name(), numbers(input.name() + height + "x" + width, count, 1));
        }
        return inputs;
    }
}
