package io.grainflow.network;

import io.grainflow.tensor.RunningStatistics;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Network} on tensors, with gradients where they are recorded. */
public final class TorchLowering {
    private TorchLowering() {}

    /**
     * The network's output.
     *
     * @param input [N,C,H,W], C as the network's input channels; in {@link Mode#TRAIN} N*H*W must exceed 1
     * @param mode TRAIN updates the running statistics among the parameters
     */
    public static Tensor forward(Network network, Parameters parameters, Tensor input, Mode mode) {
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
                values[i + 1] = apply(node.layer(), parameters, inputs, mode);
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
     * Sets every {@link Layer.ActNorm} so that its output has mean zero and variance one per channel over a batch (Kingma,
     * Dhariwal, Glow, 2018, section 3.1), each after those before it.
     *
     * @return the network's output with the parameters so set
     */
    public static Tensor initialise(Network network, Parameters parameters, Tensor input) {
        List<Tensor> values = new ArrayList<>(List.of(input));
        for (Network.Node node : network.nodes()) {
            List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
            if (node.layer() instanceof Layer.ActNorm norm) {
                normalise(parameters.get(norm.biasName()), parameters.get(norm.logsName()), inputs.get(0));
            }
            values.add(apply(node.layer(), parameters, inputs, Mode.EVAL));
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

    /** The scaling that reads a convolution's result next and alone, so that it can join its kernel; else null. */
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

    /** The kernel is far smaller than the values, so scaling it is cheaper than scaling them. */
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
        return input.conv2d(
                weight.mul(scale.reshape(outputs, 1, 1, 1)),
                bias == null ? null : bias.mul(scale),
                1,
                convolution.radius());
    }

    /** The node that reads each value last: afterwards its memory serves the next layers. */
    private static int[] lastReaders(Network network) {
        int[] last = new int[network.nodes().size() + 1];
        for (int i = 0; i < network.nodes().size(); i++) {
            for (int read : network.nodes().get(i).inputs()) {
                last[read] = i;
            }
        }
        return last;
    }

    private static Tensor apply(Layer layer, Parameters parameters, List<Tensor> inputs, Mode mode) {
        Tensor x = inputs.get(0);
        if (layer instanceof Layer.Convolution convolution) {
            Tensor bias = convolution.bias() ? parameters.get(convolution.biasName()) : null;
            return x.conv2d(parameters.get(convolution.weightName()), bias, 1, convolution.radius());
        }
        if (layer instanceof Layer.BatchNorm norm) {
            RunningStatistics statistics = new RunningStatistics(
                    parameters.get(norm.meanName()),
                    parameters.get(norm.varianceName()),
                    norm.momentum(),
                    norm.epsilon());
            return x.batchNorm(
                    parameters.get(norm.gammaName()), parameters.get(norm.betaName()), statistics, mode == Mode.TRAIN);
        }
        if (layer instanceof Layer.TransposedConvolution convolution) {
            return x.doubledConv2d(parameters.get(convolution.weightName()), parameters.get(convolution.biasName()));
        }
        if (layer instanceof Layer.ActNorm norm) {
            Tensor shifted = x.add(perChannel(parameters.get(norm.biasName())));
            return shifted.mul(perChannel(parameters.get(norm.logsName()).exp()));
        }
        if (layer instanceof Layer.LogScale scale) {
            return x.mul(perChannel(
                    parameters.get(scale.logsName()).mul(scale.factor()).exp()));
        }
        return inputs.size() == 2 ? joined(layer, x, inputs.get(1)) : plain(layer, x);
    }

    private static Tensor joined(Layer layer, Tensor x, Tensor y) {
        if (layer instanceof Layer.Add) {
            return x.add(y);
        }
        if (layer instanceof Layer.Subtract) {
            return x.sub(y);
        }
        if (layer instanceof Layer.Concat) {
            return Tensor.cat(List.of(x, y), 1);
        }
        throw unknown(layer);
    }

    /** Layers without parameters. */
    private static Tensor plain(Layer layer, Tensor x) {
        if (layer instanceof Layer.Relu) {
            return x.relu();
        }
        if (layer instanceof Layer.LeakyRelu leaky) {
            return x.leakyRelu(leaky.slope());
        }
        if (layer instanceof Layer.MaxPool) {
            return x.maxPool2();
        }
        if (layer instanceof Layer.Upsample) {
            return x.upsampleNearest2();
        }
        if (layer instanceof Layer.Offset offset) {
            return x.add(offset.value());
        }
        if (layer instanceof Layer.Scale scale) {
            return x.mul(scale.factor());
        }
        if (layer instanceof Layer.ToneMap map) {
            return toneMapped(x, map.channels());
        }
        throw unknown(layer);
    }

    private static IllegalStateException unknown(Layer layer) {
        return new IllegalStateException("TorchLowering does not know " + layer);
    }

    private static Tensor toneMapped(Tensor x, int channels) {
        Tensor light = x.narrow(1, 0, channels).relu();
        Tensor mapped = light.div(light.add(1)).log().mul(1 / 2.2).exp();
        long others = x.shape()[1] - channels;
        return others == 0 ? mapped : Tensor.cat(List.of(mapped, x.narrow(1, channels, others)), 1);
    }

    private static Tensor perChannel(Tensor values) {
        return values.reshape(1, values.shape()[0], 1, 1);
    }
}
