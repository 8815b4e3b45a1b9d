package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import java.util.Collections;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Values that stay in float32 because rounding them costs too much accuracy. */
final class SensitiveActivationsTest {
    private static final int DEPTH = 12;

    /** Equal convolutions: value i is read by one with a twelfth of all multiplications. */
    private static Graph chain() {
        GraphBuilder graph = new GraphBuilder();
        int value = graph.input("input", 2, 0);
        for (int i = 0; i < DEPTH; i++) {
            value = graph.convolution(value, 2, 1, new float[4], new float[2]);
        }
        return graph.output("output", value).build();
    }

    private static Ranges kept(Map<Integer, Double> errors) {
        Ranges all = new Ranges(Collections.nCopies(DEPTH + 1, new Ranges.Range(0, 1)));
        ToDoubleFunction<Ranges> error = ranges -> errors.entrySet().stream()
                .filter(entry -> ranges.values().get(entry.getKey()).equals(new Ranges.Range(0, 1)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return SensitiveActivations.removed(chain(), all, error);
    }

    private static long unknown(Ranges ranges) {
        return ranges.values().stream().filter(Ranges.Range.UNKNOWN::equals).count();
    }

    @Test
    void theCostliestGoes() {
        Ranges ranges = kept(Map.of(3, 2.0, 7, 5.0, 8, 1.0));
        assertThat(ranges.values().get(7)).isEqualTo(Ranges.Range.UNKNOWN);
        assertThat(unknown(ranges))
                .as("a second one would be a sixth of the work")
                .isEqualTo(1);
    }

    @Test
    void nothingGoesWhereAllCostAlike() {
        assertThat(unknown(kept(Map.of(1, 1.0, 3, 1.0, 5, 1.0, 7, 1.0, 9, 1.0))))
                .isZero();
    }
}
