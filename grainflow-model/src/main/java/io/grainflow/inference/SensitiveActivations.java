package io.grainflow.inference;

import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Values that stay float32 where all others are 8-bit integers, because rounding them and the weights that they are multiplied by makes much of
 * the error. Their ranges become unknown, which is all that files have to say.
 */
final class SensitiveActivations {
    /** Of all multiplications: in float32 they take twice the time. */
    private static final double MOST_SHARE = 0.1;

    /** Of the squared error: less is not worth the time. */
    private static final double LEAST_GAIN = 0.25;

    private final Graph graph;
    private final ToDoubleFunction<Ranges> error;

    private SensitiveActivations(Graph graph, ToDoubleFunction<Ranges> error) {
        this.graph = graph;
        this.error = error;
    }

    /**
     * The ranges without those of such values.
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

    /** What part of all multiplications reads a value. */
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
