package io.grainflow.network;

import io.grainflow.file.StoredTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network for inference and its parameters: batch normalisation with running statistics is linear, so it is folded into the convolution
 * before it: w' = w * gamma / sqrt(var + eps), b' = beta + (b - mean) * gamma / sqrt(var + eps). One that does not follow a convolution
 * without other readers stays.
 *
 * @param network without those batch normalisations; the convolutions that had one have a bias
 */
public record FoldedNetwork(Network network, Weights weights) {
    /** Folds batch normalisations, in double precision; the results are float32 as all weights are. */
    public static FoldedNetwork of(Network network, Weights weights) {
        List<Network.Node> nodes = new ArrayList<>();
        Map<String, StoredTensor> tensors = new TreeMap<>();
        Map<Integer, Integer> renumbered = new HashMap<>(Map.of(0, 0));
        for (int i = 0; i < network.nodes().size(); i++) {
            Network.Node node = network.nodes().get(i);
            int before = node.inputs().get(0);
            if (node.layer() instanceof Layer.BatchNorm norm
                    && onlyReadLayer(network, before) instanceof Layer.Convolution convolution) {
                foldInto(tensors, convolution, norm, weights);
                int at = value(renumbered, before);
                nodes.set(
                        at - 1,
                        new Network.Node(convolution.biased(), nodes.get(at - 1).inputs()));
                renumbered.put(i + 1, at);
            } else {
                node.layer().parameters().forEach(slot -> tensors.put(slot.name(), weights.get(slot.name())));
                nodes.add(new Network.Node(
                        node.layer(),
                        node.inputs().stream()
                                .map(input -> value(renumbered, input))
                                .toList()));
                renumbered.put(i + 1, nodes.size());
            }
        }
        return new FoldedNetwork(new Network(network.inputChannels(), nodes), Weights.of(tensors));
    }

    private static int value(Map<Integer, Integer> renumbered, int old) {
        return renumbered.getOrDefault(old, old);
    }

    /** The layer that gives a value with a single reader; null for others. */
    private static @Nullable Layer onlyReadLayer(Network network, int value) {
        return value > 0 && network.readersOf(value).size() == 1
                ? network.nodes().get(value - 1).layer()
                : null;
    }

    private static void foldInto(
            Map<String, StoredTensor> tensors, Layer.Convolution convolution, Layer.BatchNorm norm, Weights weights) {
        double[] kernel = weights.get(convolution.weightName()).toDoubles();
        double[] bias = convolution.bias()
                ? weights.get(convolution.biasName()).toDoubles()
                : new double[convolution.outputs()];
        double[] gamma = weights.get(norm.gammaName()).toDoubles();
        double[] beta = weights.get(norm.betaName()).toDoubles();
        double[] mean = weights.get(norm.meanName()).toDoubles();
        double[] variance = weights.get(norm.varianceName()).toDoubles();
        int perOutput = kernel.length / convolution.outputs();
        float[] foldedKernel = new float[kernel.length];
        float[] foldedBias = new float[bias.length];
        for (int o = 0; o < bias.length; o++) {
            double scale = gamma[o] / Math.sqrt(variance[o] + norm.epsilon());
            for (int k = o * perOutput; k < (o + 1) * perOutput; k++) {
                foldedKernel[k] = (float) (kernel[k] * scale);
            }
            foldedBias[o] = (float) (beta[o] + (bias[o] - mean[o]) * scale);
        }
        tensors.put(
                convolution.weightName(),
                StoredTensor.ofFloats(
                        foldedKernel, weights.get(convolution.weightName()).shape()));
        tensors.put(convolution.biasName(), StoredTensor.ofFloats(foldedBias, foldedBias.length));
    }
}
