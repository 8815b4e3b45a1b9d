package io.grainflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grainflow.engine.kernel.OneDnn;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.engine.quantise.WeightRange;
import io.grainflow.graph.Graph;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accuracy lost by number formats: emulated on any processor, and computed natively where the processor has the format. */
@Tag("processor")
final class NumberFormatTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;

    static Stream<Graph> graphs() {
        return Stream.of(Graphs.residual(3, 32, 5), Graphs.uneven(24, 0), Graphs.pooled(24));
    }

    private static Map<String, float[]> inputs(Graph graph) {
        return Graphs.inputs(graph, HEIGHT, WIDTH);
    }

    private static double[] exact(Graph graph) {
        return ReferenceInterpreter.run(graph, HEIGHT, WIDTH, inputs(graph)).get(0);
    }

    private static Ranges measured(Graph graph) {
        return ReferenceInterpreter.measured(graph, HEIGHT, WIDTH, inputs(graph));
    }

    private static float[] emulated(Graph graph, Precision precision, WeightRange weights) {
        return (precision == Precision.BF16
                        ? EmulatedProgram.bf16(graph, HEIGHT, WIDTH, inputs(graph))
                        : EmulatedProgram.int8(graph, measured(graph), weights, HEIGHT, WIDTH, inputs(graph)))
                .get(0);
    }

    /** The processor's result. The test is skipped if the processor lacks the format. */
    private static float[] computed(Graph graph, Precision precision, int threads) {
        assumeTrue(Plan.supports(precision), "this processor does not compute faster in " + precision.word());
        try (Plan plan = Plan.of(graph, precision, Optional.of(measured(graph)), threads)) {
            assertThat(plan.precision()).isEqualTo(precision);
            return Windows.run(plan, graph, HEIGHT, WIDTH, inputs(graph)).get(0);
        }
    }

    /** Squared distance relative to the power of the exact result. */
    private static double loss(double[] exact, float[] got) {
        double sum = 0;
        double power = 0;
        for (int i = 0; i < got.length; i++) {
            sum += (got[i] - exact[i]) * (got[i] - exact[i]);
            power += exact[i] * exact[i];
        }
        return sum / power;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void float32LosesNothing(Graph graph) {
        assertThat(loss(exact(graph), computed(graph, Precision.FP32, 2))).isLessThan(1e-11);
    }

    /** Rounding errors of half a step in 256 in every layer, of independent signs. */
    @ParameterizedTest
    @MethodSource("graphs")
    void bfloat16KeepsTwoDigits(Graph graph) {
        assertThat(loss(exact(graph), emulated(graph, Precision.BF16, WeightRange.EIGHT_BITS)))
                .isBetween(1e-8, 1e-4);
    }

    /** The two may differ only where sums in another order fall to the other side of a rounding tie. */
    @ParameterizedTest
    @MethodSource("graphs")
    void bfloat16IsWhatTheEmulationSays(Graph graph) {
        float[] emulated = emulated(graph, Precision.BF16, WeightRange.EIGHT_BITS);
        double rounding = loss(exact(graph), emulated);
        assertThat(loss(doubles(emulated), computed(graph, Precision.BF16, 1))).isLessThan(0.1 * rounding);
        assertThat(loss(exact(graph), computed(graph, Precision.BF16, 2)) / rounding)
                .isBetween(0.9, 1.1);
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void integersAreWhatTheEmulationSays(Graph graph) {
        float[] emulated = emulated(graph, Precision.INT8, OneDnn.weightRange());
        double rounding = loss(exact(graph), emulated);
        assertThat(loss(doubles(emulated), computed(graph, Precision.INT8, 1))).isLessThan(0.1 * rounding);
        assertThat(loss(exact(graph), computed(graph, Precision.INT8, 2)) / rounding)
                .isBetween(0.9, 1.1);
    }

    /** One bit less of the weights is more error: no network loses less, whatever the processor. */
    @Test
    void sevenBitsOfWeightsLoseMoreThanEight() {
        for (Graph graph : graphs().toList()) {
            double eight = loss(exact(graph), emulated(graph, Precision.INT8, WeightRange.EIGHT_BITS));
            double seven = loss(exact(graph), emulated(graph, Precision.INT8, WeightRange.SEVEN_BITS));
            assertThat(seven).isGreaterThan(eight);
        }
    }

    /** If the tests run under an instruction set limit, the processor reports no format above that limit. */
    @Test
    @EnabledIfEnvironmentVariable(named = "ONEDNN_MAX_CPU_ISA", matches = "AVX2|AVX512_CORE")
    void limitsOfTheProcessorHold() {
        assertThat(OneDnn.weightRange()).isEqualTo(WeightRange.SEVEN_BITS);
        assertThat(Plan.supports(Precision.BF16)).isFalse();
    }
}
