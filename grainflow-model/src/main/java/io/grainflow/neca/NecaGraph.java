package io.grainflow.neca;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** NeCA as graphs: each network alone, and a whole sample. */
final class NecaGraph {
    private NecaGraph() {}

    /** Noisy image to gain, a vector. */
    static Graph gain(NecaSpec spec, int set, Weights weights) {
        return NetworkGraph.of(spec.networks(set).gain(), weights);
    }

    /** Clean image with the gain as a further channel to noise levels. */
    static Graph level(NecaSpec spec, int set, Weights weights) {
        return NetworkGraph.of(spec.networks(set).level(), weights);
    }

    /** Independent noise to correlated noise. */
    static Graph correlated(NecaSpec spec, int set, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int independent = graph.input(NetworkGraph.INPUT, spec.channels(), 0);
        return graph.output(NetworkGraph.OUTPUT, correlated(graph, independent, spec, set, weights))
                .build();
    }

    private static int correlated(GraphBuilder graph, int independent, NecaSpec spec, int set, Weights weights) {
        return graph.sum(
                NetworkGraph.append(graph, independent, spec.networks(set).correlation(), weights), independent);
    }

    /**
     * A sample. NeCA-W has the further input {@link NoiseGraph#GAIN}. If each camera has networks of its own, all of them are computed,
     * and the capture's row chooses.
     */
    static Graph sampler(NecaSpec spec, List<Capture> vocabulary, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int clean = graph.input(NoiseGraph.CLEAN, spec.channels(), 0);
        int latent = graph.input(NoiseGraph.LATENT, spec.channels(), 0);
        boolean whole = spec.form() == NecaSpec.Form.WHOLE;
        int levelInput = whole ? graph.add(new Operation.Concat(), clean, gain(graph, weights)) : clean;
        int noise = -1;
        for (int set = 0; set < spec.sets(); set++) {
            int independent = whole
                    ? graph.product(
                            NetworkGraph.append(
                                    graph, levelInput, spec.networks(set).level(), weights),
                            latent)
                    : graph.linear(latent, spec.sigma(), 0);
            int own = correlated(graph, independent, spec, set, weights);
            int chosen = spec.sets() == 1 ? own : graph.product(own, choice(graph, spec, set, vocabulary));
            noise = set == 0 ? chosen : graph.sum(noise, chosen);
        }
        return graph.output(NoiseGraph.NOISY, graph.sum(clean, noise)).build();
    }

    /** The capture's mean gain and a random number times its deviation, a vector. */
    private static int gain(GraphBuilder graph, Weights weights) {
        int number = graph.add(new Operation.GlobalAverage(), graph.input(NoiseGraph.GAIN, 1, 0));
        int mean = rows(graph, weights.get(NecaSpec.GAIN_MEAN).toDoubles());
        int deviation = rows(graph, weights.get(NecaSpec.GAIN_DEVIATION).toDoubles());
        return graph.sum(mean, graph.product(deviation, number));
    }

    private static int rows(GraphBuilder graph, double... values) {
        return NoiseGraph.table(graph, Arrays.stream(values).mapToObj(value -> new double[] {value}));
    }

    /** 1 in the rows of the captures whose camera has these networks, 0 in others. */
    private static int choice(GraphBuilder graph, NecaSpec spec, int set, List<Capture> vocabulary) {
        return NoiseGraph.table(
                graph,
                vocabulary.stream()
                        .map(capture -> IntStream.range(0, spec.channels())
                                .mapToDouble(channel -> spec.set(capture) == set ? 1 : 0)
                                .toArray()));
    }
}
