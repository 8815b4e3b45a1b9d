package io.grainflow.engine.program;

import io.grainflow.graph.Graph;
import java.util.List;

/**
 * One computation over all rows of an image, for a graph with statistics of the whole image.
 *
 * @param graph without statistics; its tables stand for the vectors, its outputs are the measured values, then the outputs of the whole graph
 * @param inputs for each of its inputs the index of that input of the whole graph
 * @param vectors for each of its tables the numbers that it stands for
 * @param measured values of the whole graph whose statistics it gives
 * @param outputs indices of outputs of the whole graph that it gives
 */
public record Pass(
        Graph graph, List<Integer> inputs, List<Given> vectors, List<Integer> measured, List<Integer> outputs) {
    public Pass {
        inputs = List.copyOf(inputs);
        vectors = List.copyOf(vectors);
        measured = List.copyOf(measured);
        outputs = List.copyOf(outputs);
    }

    /** What the numbers of a vector are. */
    public enum Kind {
        /** The value of a node. */
        VALUE,
        /** The factors of a normalisation. */
        FACTOR,
        /** The offsets of a normalisation. */
        OFFSET
    }

    /**
     * A vector that is known before the pass.
     *
     * @param node of the whole graph
     * @param before zeros before its numbers
     * @param after zeros after its numbers
     */
    public record Given(Kind kind, int node, int before, int after) {
        static Given of(Kind kind, int node) {
            return new Given(kind, node, 0, 0);
        }
    }
}
