package io.grainflow.network;

import io.grainflow.random.Seed;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Network} on tensors, with gradients where they are recorded. */
public final class TorchLowering {
    private TorchLowering() {}

    /**
     * The output of a network without dropout, or in evaluation mode.
     *
     * @param input [N,C,H,W], C as the network's input channels; in {@link Mode#TRAIN} N*H*W must exceed 1
     * @param mode TRAIN updates the running statistics among the parameters
     * @throws IllegalArgumentException in training if the network has a {@link Layer.Dropout}, which needs a seed
     */
    public static Tensor forward(Network network, Parameters parameters, Tensor input, Mode mode) {
        return run(network, parameters, input, mode, null);
    }

    /**
     * The network's output.
     *
     * @param seed of this pass; each {@link Layer.Dropout} takes the child of its name
     */
    public static Tensor forward(Network network, Parameters parameters, Tensor input, Mode mode, Seed seed) {
        return run(network, parameters, input, mode, TorchLayers.random(seed));
    }

    /**
     * The network's output, with dropout as the caller decides, for draws that are made elsewhere.
     *
     * @param dropout result of each dropout layer in training, from the layer and its input; it must be a new tensor
     */
    public static Tensor forward(
            Network network,
            Parameters parameters,
            Tensor input,
            Mode mode,
            BiFunction<Layer.Dropout, Tensor, Tensor> dropout) {
        return run(network, parameters, input, mode, dropout);
    }

    private static Tensor run(
            Network network,
            Parameters parameters,
            Tensor input,
            Mode mode,
            @Nullable BiFunction<Layer.Dropout, Tensor, Tensor> dropout) {
        long[] shape = input.shape();
        if (shape.length != 4 || shape[1] != network.inputChannels()) {
            throw new IllegalArgumentException(
                    "forward expects input [N," + network.inputChannels() + ",H,W], got " + Arrays.toString(shape));
        }
        int count = network.nodes().size();
        @Nullable Tensor[] values = new Tensor[count + 1];
        values[0] = input;
        int[] lastReaders = lastReaders(network);
        for (int i = 0; i < count; i++) {
            Network.Node node = network.nodes().get(i);
            Layer scaling = scalingAfter(network, i);
            if (scaling != null && node.layer() instanceof Layer.Convolution convolution) {
                values[i + 2] = scaled(
                        convolution,
                        scaling,
                        parameters,
                        value(values, node.inputs().get(0)));
            } else if (values[i + 1] == null) {
                List<Tensor> inputs =
                        node.inputs().stream().map(read -> value(values, read)).toList();
                values[i + 1] =
                        TorchLayers.CASES.of(node.layer(), new TorchLayers.Call(parameters, inputs, mode, dropout));
            }
            for (int read : node.inputs().stream().distinct().toList()) {
                Tensor done = values[read];
                if (read > 0 && lastReaders[read] == i && done != null) {
                    done.free();
                }
            }
        }
        return value(values, count);
    }

    /**
     * Sets every {@link Layer.ActNorm} so that its output has mean zero and variance one per channel over a batch (Kingma, Dhariwal, Glow,
     * 2018, section 3.1), in the order of the layers, each with those before it already initialised.
     *
     * @return the network's output with the initialised parameters
     */
    public static Tensor initialise(Network network, Parameters parameters, Tensor input) {
        List<Tensor> values = new ArrayList<>(List.of(input));
        for (Network.Node node : network.nodes()) {
            List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
            if (node.layer() instanceof Layer.ActNorm norm) {
                normalise(parameters.get(norm.biasName()), parameters.get(norm.logsName()), inputs.get(0));
            }
            values.add(TorchLayers.CASES.of(node.layer(), new TorchLayers.Call(parameters, inputs, Mode.EVAL, null)));
        }
        return values.get(values.size() - 1);
    }

    /** bias = -mean, logs = log(1 / (sqrt(variance) + 1e-6)) over batch and space, per channel. */
    public static void normalise(Tensor bias, Tensor logs, Tensor x) {
        Tensor mean = x.mean(true, 0, 2, 3);
        Tensor deviation = x.sub(mean).square().mean(true, 0, 2, 3).sqrt();
        bias.copyFrom(mean.neg().reshape(bias.shape()));
        logs.copyFrom(deviation.add(1e-6).log().neg().reshape(logs.shape()));
    }

    private static Tensor value(@Nullable Tensor[] values, int index) {
        Tensor value = values[index];
        if (value == null) {
            throw new IllegalStateException("TorchLowering reads value " + index + " before it is there");
        }
        return value;
    }

    /** The scaling layer that directly follows a convolution as its only reader, so that it can be folded into the kernel; else null. */
    private static @Nullable Layer scalingAfter(Network network, int node) {
        if (!(network.nodes().get(node).layer() instanceof Layer.Convolution)
                || node + 1 >= network.nodes().size()
                || network.readersOf(node + 1).size() != 1) {
            return null;
        }
        Network.Node next = network.nodes().get(node + 1);
        boolean scaling = next.layer() instanceof Layer.ActNorm || next.layer() instanceof Layer.LogScale;
        return scaling && next.inputs().equals(List.of(node + 1)) ? next.layer() : null;
    }

    /** Scaling the kernel is cheaper than scaling the result, because the kernel is far smaller. */
    private static Tensor scaled(Layer.Convolution convolution, Layer scaling, Parameters parameters, Tensor input) {
        Tensor weight = parameters.get(convolution.weightName());
        Tensor bias = convolution.bias() ? parameters.get(convolution.biasName()) : null;
        Tensor scale;
        if (scaling instanceof Layer.ActNorm norm) {
            scale = parameters.get(norm.logsName()).exp();
            Tensor shift = parameters.get(norm.biasName());
            bias = bias == null ? shift : bias.add(shift);
        } else {
            Layer.LogScale log = (Layer.LogScale) scaling;
            scale = parameters.get(log.logsName()).mul(log.factor()).exp();
        }
        long outputs = convolution.outputs();
        return TorchLayers.convolved(
                convolution, input, weight.mul(scale.reshape(outputs, 1, 1, 1)), bias == null ? null : bias.mul(scale));
    }

    /** For each value the node that reads it last. Afterwards its memory can be reused. */
    private static int[] lastReaders(Network network) {
        int[] last = new int[network.nodes().size() + 1];
        for (int i = 0; i < network.nodes().size(); i++) {
            for (int read : network.nodes().get(i).inputs()) {
                last[read] = i;
            }
        }
        return last;
    }
}
