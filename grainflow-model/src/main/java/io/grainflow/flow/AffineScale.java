package io.grainflow.flow;

import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import io.grainflow.tensor.Tensor;
import java.util.Optional;

/** The mapping from a network's raw output to the scale of an affine map. */
public enum AffineScale {
    /**
     * sigmoid(raw + 2) + 0.001, in (0.001, 1.001), as in the released code of NAFlow. Dividing by this scale can increase values a
     * thousandfold per layer, which makes the training of deep flows diverge.
     */
    SIGMOID {
        @Override
        Scaled of(Tensor raw) {
            Tensor scale = raw.add(2).sigmoid().add(FLOOR);
            return new Scaled(scale, scale.log());
        }

        @Override
        Node of(GraphBuilder graph, int raw) {
            int logistic = graph.apply(Operation.Function.SIGMOID, graph.linear(raw, 1, 2));
            return new Node(graph.linear(logistic, 1, FLOOR), Optional.empty());
        }

        @Override
        double rawOfOne() {
            return Math.log((1 - FLOOR) / FLOOR) - 2;
        }
    },
    /** exp(B * tanh(raw / B)) with B = 1.5: scales lie in [1/4.5, 4.5], and a raw output of 0 gives 1. */
    BOUNDED {
        @Override
        Scaled of(Tensor raw) {
            Tensor log = raw.mul(1 / BOUND).tanh().mul(BOUND);
            return new Scaled(log.exp(), log);
        }

        @Override
        Node of(GraphBuilder graph, int raw) {
            int bounded = graph.apply(Operation.Function.TANH, graph.linear(raw, 1 / BOUND, 0));
            int log = graph.linear(bounded, BOUND, 0);
            return new Node(graph.apply(Operation.Function.EXP, log), Optional.of(log));
        }

        @Override
        double rawOfOne() {
            return 0;
        }
    };

    private static final double FLOOR = 0.001;
    private static final double BOUND = 1.5;

    /**
     * A scale and its natural logarithm.
     *
     * @param scale positive
     */
    record Scaled(Tensor scale, Tensor log) {}

    /** Index of a scale's value in a graph, and that of its logarithm if the graph computes it anyway. */
    record Node(int scale, Optional<Integer> logarithm) {
        /** Index of the value of its natural logarithm. */
        int log(GraphBuilder graph) {
            return logarithm.orElseGet(() -> graph.apply(Operation.Function.LOG, scale));
        }
    }

    abstract Scaled of(Tensor raw);

    /** Appends it to a graph. */
    abstract Node of(GraphBuilder graph, int raw);

    /** The raw output whose scale is one. */
    abstract double rawOfOne();
}
