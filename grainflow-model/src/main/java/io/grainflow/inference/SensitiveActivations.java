package io.grainflow.inference;

import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Values that stay float32 where all others are 8-bit integers, because rounding them and their weights causes a large part of the error.
 * Files mark them by unknown ranges.
 */
final class SensitiveActivations {
    /** Largest share of all multiplications that may stay in float32, where they take twice the time. */
    private static final double MOST_SHARE = 0.1;

    /** Least share of the squared error that justifies the additional time. */
    private static final double LEAST_GAIN = 0.25;

    private final Graph graph;
    private final ToDoubleFunction<Ranges> error;

    private SensitiveActivations(Graph graph, ToDoubleFunction<Ranges> error) {
        this.graph = graph;
        this.error = error;
    }

    /**
     * The ranges, with those of sensitive values set to unknown.
     *
     * @param error squared error of the graph's result in integers with given ranges
     */
    static Ranges removed(Graph graph, Ranges ranges, ToDoubleFunction<Ranges> error) {
        return new SensitiveActivations(graph, error).removed(ranges);
    }

    private Ranges removed(Ranges ranges) {
        Ranges best = ranges;
        double least = error.applyAsDouble(ranges);
        double left = MOST_SHARE;
        boolean found = true;
        while (found) {
            found = false;
            Ranges from = best;
            double bound = (1 - LEAST_GAIN) * least;
            double spent = 0;
            for (int value = 0; value < graph.nodes().size(); value++) {
                double share = share(value);
                if (share == 0 || share > left || from.values().get(value).equals(Ranges.Range.UNKNOWN)) {
                    continue;
                }
                Ranges without = without(from, value);
                double remaining = error.applyAsDouble(without);
                if (remaining < bound) {
                    bound = remaining;
                    best = without;
                    spent = share;
                    found = true;
                }
            }
            least = bound;
            left -= spent;
        }
        return best;
    }

    /** Share of all multiplications that read a value. */
    private double share(int value) {
        double operations = 0;
        for (int reader : graph.readers().get(value)) {
            if (graph.nodes().get(reader).operation() instanceof Operation.Convolution convolution) {
                int halvings = graph.extents().get(reader).halvings();
                operations += 2.0 * convolution.weight().length * Math.pow(0.25, halvings);
            }
        }
        return operations / graph.operationsPerPixel();
    }

    private static Ranges without(Ranges ranges, int value) {
        List<Ranges.Range> values = new ArrayList<>(ranges.values());
        values.set(value, Ranges.Range.UNKNOWN);
        return new Ranges(values);
    }
}
