package io.grainflow.c2n;

import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.Weights;

/** The trained generator as a graph: clean image and random numbers to noisy image. */
final class C2nGraph {
    private static final double WHITE = 255;

    private C2nGraph() {}

    /**
     * The model for other programs, which clips and rounds as samples are. Inputs {@link NoiseGraph#CLEAN}, {@link NoiseGraph#LATENT},
     * {@link NoiseGraph#INDEPENDENT} and {@link NoiseGraph#STYLE}, output {@link NoiseGraph#NOISY}.
     */
    static Graph sampler(C2nSpec spec, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int noisy = noisy(spec, StoredOrder.of(spec, weights), graph);
        return graph.output(NoiseGraph.NOISY, spec.rounded() ? rounded(graph, noisy) : noisy)
                .build();
    }

    /** The same without clipping and rounding. */
    static Graph exact(C2nSpec spec, Weights weights) {
        GraphBuilder graph = new GraphBuilder();
        int noisy = noisy(spec, StoredOrder.of(spec, weights), graph);
        return graph.output(NoiseGraph.NOISY, noisy).build();
    }

    private static int noisy(C2nSpec spec, Weights weights, GraphBuilder graph) {
        int clean = graph.input(NoiseGraph.CLEAN, spec.channels(), 0);
        C2nGenerator.Inputs inputs = new C2nGenerator.Inputs(
                clean,
                graph.input(NoiseGraph.LATENT, spec.width(), 0),
                graph.input(NoiseGraph.INDEPENDENT, spec.width(), 0),
                graph.input(NoiseGraph.STYLE, spec.styles(), 0));
        return graph.sum(clean, new C2nGenerator(spec).append(graph, inputs, weights));
    }

    /** Rounds half up to the 8-bit grid, and clips. */
    private static int rounded(GraphBuilder graph, int noisy) {
        int number = graph.apply(Operation.Function.FLOOR, graph.linear(noisy, WHITE, 0.5));
        int limited = graph.add(new Operation.Unary(Operation.Function.CLIP, 0, WHITE), number);
        return graph.linear(limited, 1 / WHITE, 0);
    }
}
