package io.grainflow.engine.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.grainflow.engine.Graphs;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.ReferenceInterpreter;
import io.grainflow.engine.Windows;
import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Fusion;
import io.grainflow.engine.program.Program;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rewriting of graphs before they are computed in 8-bit integers. */
@Tag("processor")
final class IntegerGraphTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;

    private static Map<String, float[]> inputs(Graph graph) {
        return Graphs.inputs(graph, HEIGHT, WIDTH);
    }

    private static Ranges measured(Graph graph) {
        return ReferenceInterpreter.measured(graph, HEIGHT, WIDTH, inputs(graph));
    }

    /** Squared error of a graph in integers relative to its result. */
    private static double error(Graph graph, Ranges ranges) {
        double[] exact =
                ReferenceInterpreter.run(graph, HEIGHT, WIDTH, inputs(graph)).get(0);
        try (Plan plan = Plan.of(graph, Precision.INT8, Optional.of(ranges), 1)) {
            float[] got = Windows.run(plan, graph, HEIGHT, WIDTH, inputs(graph)).get(0);
            return distance(exact, got);
        }
    }

    private static double distance(double[] exact, float[] got) {
        double sum = 0;
        double power = 0;
        for (int i = 0; i < got.length; i++) {
            sum += (got[i] - exact[i]) * (got[i] - exact[i]);
            power += exact[i] * exact[i];
        }
        return sum / power;
    }

    private static double[] mosts(Ranges ranges, int value) {
        return ranges.of(value).channels().stream()
                .mapToDouble(Ranges.Channel::most)
                .toArray();
    }

    private static double spread(double[] numbers) {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        return sorted[sorted.length - 1] / sorted[0];
    }

    /** In float32 the rewritten graph computes the same function, and its channels have similar ranges. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void equalisationChangesNoResult(double slope) {
        Graph graph = Graphs.uneven(24, slope);
        Ranges ranges = measured(graph);
        IntegerGraph alike = CrossLayerEqualization.of(graph, ranges);
        double[] expected =
                ReferenceInterpreter.run(graph, HEIGHT, WIDTH, inputs(graph)).get(0);
        double[] got = ReferenceInterpreter.run(alike.graph(), HEIGHT, WIDTH, inputs(graph))
                .get(0);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
        }
        Ranges told = measured(alike.graph());
        for (int value : new int[] {2, 4}) {
            assertThat(spread(mosts(ranges, value))).isGreaterThan(50);
            assertThat(spread(mosts(alike.ranges(), value))).isLessThan(20);
            assertThat(mosts(alike.ranges(), value)).containsExactly(mosts(told, value), within(1e-4));
            assertThat(alike.ranges().of(value).high())
                    .isCloseTo(mosts(told, value)[highest(mosts(told, value))], within(1e-4));
        }
        assertThat(alike.ranges().of(6)).as("read by a convolution in float32").isEqualTo(ranges.of(6));
    }

    private static int highest(double[] numbers) {
        int highest = 0;
        for (int i = 0; i < numbers.length; i++) {
            highest = numbers[i] > numbers[highest] ? i : highest;
        }
        return highest;
    }

    /** Weights that are rounded once are not rounded again, and the mean of the result stays. */
    @Test
    void roundedWeightsAreIntegers() {
        Graph graph = Graphs.residual(3, 32, 4);
        Ranges ranges = measured(graph);
        Graph rounded = WeightRounding.of(graph, ranges, WeightRange.EIGHT_BITS);
        int convolution = 3;
        Operation.Convolution before =
                (Operation.Convolution) graph.nodes().get(convolution).operation();
        Operation.Convolution after =
                (Operation.Convolution) rounded.nodes().get(convolution).operation();
        QuantisedWeights again =
                QuantisedWeights.of(after.weight(), after.outputs(), WeightRange.EIGHT_BITS.largest(false));
        int row = after.weight().length / after.outputs();
        double[] mean = ranges.of(2).channels().stream()
                .mapToDouble(Ranges.Channel::mean)
                .toArray();
        for (int o = 0; o < after.outputs(); o++) {
            double shift = after.bias()[o] - before.bias()[o];
            for (int i = o * row; i < (o + 1) * row; i++) {
                float step = again.scales()[o];
                assertThat(again.values()[i] * step).isCloseTo(after.weight()[i], within(1e-6f));
                assertThat(after.weight()[i]).isCloseTo(before.weight()[i], within(2 * step));
                shift += (after.weight()[i] - before.weight()[i]) * mean[i / 9 % mean.length];
            }
            assertThat(shift).isCloseTo(0, within(1e-5));
        }
        assertThat(after.weight()).isNotEqualTo(before.weight());
    }

    @Test
    void channelsLowerTheError() {
        assumeThat(Plan.supports(Precision.INT8)).isTrue();
        Graph graph = Graphs.uneven(32, 0);
        double whole = error(graph, ReferenceInterpreter.ranges(graph, HEIGHT, WIDTH, inputs(graph)));
        assertThat(error(graph, measured(graph))).isLessThan(whole / 4);
    }

    /** Rounding alone, without anything to equalise. */
    @Test
    void cancellingErrorsLowersTheirSum() {
        Graph graph = Graphs.residual(3, 32, 4);
        Ranges ranges = measured(graph);
        Graph rounded = WeightRounding.of(graph, ranges, WeightRange.EIGHT_BITS);
        double[] exact =
                ReferenceInterpreter.run(graph, HEIGHT, WIDTH, inputs(graph)).get(0);
        double[] cancelled =
                ReferenceInterpreter.run(rounded, HEIGHT, WIDTH, inputs(graph)).get(0);
        double[] nearest = ReferenceInterpreter.run(nearest(graph, rounded), HEIGHT, WIDTH, inputs(graph))
                .get(0);
        assertThat(distance(exact, floats(cancelled))).isLessThan(0.9 * distance(exact, floats(nearest)));
    }

    /** The graph with weights rounded to nearest in every convolution whose weights the other graph has rounded. */
    private static Graph nearest(Graph graph, Graph rounded) {
        List<Graph.Node> nodes = new ArrayList<>(graph.nodes());
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).operation().equals(rounded.nodes().get(i).operation())) {
                Operation.Convolution convolution =
                        (Operation.Convolution) nodes.get(i).operation();
                QuantisedWeights integers = QuantisedWeights.of(
                        convolution.weight(), convolution.outputs(), WeightRange.EIGHT_BITS.largest(false));
                float[] weight = new float[integers.values().length];
                for (int k = 0; k < weight.length; k++) {
                    weight[k] = integers.values()[k] * integers.scales()[k / (weight.length / convolution.outputs())];
                }
                Operation nearest = new Operation.Convolution(
                        convolution.inputs(), convolution.outputs(), convolution.kernel(), weight, convolution.bias());
                nodes.set(i, new Graph.Node(nearest, nodes.get(i).inputs()));
            }
        }
        return new Graph(nodes, graph.outputs());
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    @Test
    void withoutChannelsNothingChanges() {
        Graph graph = Graphs.uneven(24, 0.1);
        Ranges ranges = ReferenceInterpreter.ranges(graph, HEIGHT, WIDTH, inputs(graph));
        assertThat(IntegerGraph.of(graph, ranges, WeightRange.EIGHT_BITS)).isEqualTo(new IntegerGraph(graph, ranges));
    }

    @Test
    void sameNumbersEveryTime() {
        Graph graph = Graphs.uneven(24, 0);
        Graph first =
                IntegerGraph.of(graph, measured(graph), WeightRange.EIGHT_BITS).graph();
        Graph second =
                IntegerGraph.of(graph, measured(graph), WeightRange.EIGHT_BITS).graph();
        for (int i = 0; i < first.nodes().size(); i++) {
            if (first.nodes().get(i).operation() instanceof Operation.Convolution one) {
                Operation.Convolution other =
                        (Operation.Convolution) second.nodes().get(i).operation();
                assertThat(one.weight()).isEqualTo(other.weight());
                assertThat(one.bias()).isEqualTo(other.bias());
            }
        }
    }

    /** With skip connections, upsampled values and values of several readers, the rewritten graph stays close to the original. */
    @Test
    void otherShapesStayNear() {
        for (Graph graph : List.of(Graphs.pooled(24), Graphs.hourglass(), Graphs.doubledTwice())) {
            Ranges ranges = measured(graph);
            double[] expected = ReferenceInterpreter.run(graph, HEIGHT, WIDTH, inputs(graph))
                    .get(0);
            Graph alike = CrossLayerEqualization.of(graph, ranges).graph();
            double[] got = ReferenceInterpreter.run(alike, HEIGHT, WIDTH, inputs(graph))
                    .get(0);
            assertThat(distance(expected, floats(got))).isLessThan(1e-9);
        }
    }

    /** The last features of a network, which a convolution with few outputs reads, stay in float32. */
    @Test
    void fewResultsAreMadeInFloat32() {
        Graph graph = Graphs.residual(3, 32, 4);
        Program typed = Typing.int8(Fusion.of(graph), measured(graph));
        List<ElementType> read = typed.steps().stream()
                .map(step -> typed.slot(step.inputs().get(0)).type())
                .toList();
        assertThat(read.get(read.size() - 1)).isEqualTo(ElementType.F32);
        assertThat(read).contains(ElementType.U8);
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertThatThrownBy(() -> new Ranges.Channel(-1, 0, 0))
                .hasMessage("Channel expects finite numbers, most and deviation not below 0, got -1.0, 0.0, 0.0");
        assertThatThrownBy(() -> new Ranges.Channel(1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
