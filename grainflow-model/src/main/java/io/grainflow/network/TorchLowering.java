package io.grainflow.network;

import io.grainflow.tensor.RunningStatistics;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        List<Tensor> values = new ArrayList<>(List.of(input));
        int[] lastReaders = lastReaders(network);
        for (int i = 0; i < network.nodes().size(); i++) {
            Network.Node node = network.nodes().get(i);
            List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
            values.add(apply(node.layer(), parameters, inputs, mode));
            for (int read : node.inputs().stream().distinct().toList()) {
                if (read > 0 && lastReaders[read] == i) {
                    values.get(read).free();
                }
            }
        }
        return values.get(values.size() - 1);
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
        if (layer instanceof Layer.Relu) {
            return x.relu();
        }
        if (layer instanceof Layer.Subtract) {
            return x.sub(inputs.get(1));
        }
        throw new IllegalStateException("TorchLowering does not know " + layer);
    }
}
