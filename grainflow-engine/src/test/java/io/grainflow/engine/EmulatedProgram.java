package io.grainflow.engine;

import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Fusion;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Step;
import io.grainflow.engine.quantise.IntegerGraph;
import io.grainflow.engine.quantise.QuantisedWeights;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.engine.quantise.Typing;
import io.grainflow.engine.quantise.WeightRange;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import io.grainflow.graph.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs typed programs on any processor: every slot and every weight is rounded to its number format, sums are taken in float64. Graphs
 * without tables.
 */
final class EmulatedProgram {
    private static final int DROPPED_BITS = 16;

    private final Program program;
    private final WeightRange weightRange;
    private final int height;
    private final int width;
    private final Map<Integer, float[]> values = new HashMap<>();

    private EmulatedProgram(Program program, WeightRange weightRange, int height, int width) {
        this.program = program;
        this.weightRange = weightRange;
        this.height = height;
        this.width = width;
    }

    /** Outputs of a graph in bfloat16, each [C,h,w]. */
    static List<float[]> bf16(Graph graph, int height, int width, Map<String, float[]> inputs) {
        Program program = Typing.bf16(Fusion.of(graph));
        return new EmulatedProgram(program, WeightRange.EIGHT_BITS, height, width).run(graph, inputs);
    }

    /** Outputs of a graph in 8-bit integers, each [C,h,w]. */
    static List<float[]> int8(
            Graph graph, Ranges ranges, WeightRange weightRange, int height, int width, Map<String, float[]> inputs) {
        IntegerGraph integers = IntegerGraph.of(graph, ranges, weightRange);
        Program program = Typing.int8(Fusion.of(integers.graph()), integers.ranges());
        return new EmulatedProgram(program, weightRange, height, width).run(integers.graph(), inputs);
    }

    private List<float[]> run(Graph graph, Map<String, float[]> inputs) {
        for (int slot : program.inputs()) {
            Operation.Input input = (Operation.Input)
                    graph.nodes().get(program.slot(slot).value()).operation();
            values.put(slot, inputs.getOrDefault(input.name(), new float[0]));
        }
        program.steps().forEach(step -> values.put(step.output(), rounded(result(step), program.slot(step.output()))));
        return program.outputs().stream()
                .map(slot -> values.getOrDefault(slot, new float[0]))
                .toList();
    }

    /** The result of a step before it is stored, computed by a graph that holds this step alone. */
    private double[] result(Step step) {
        GraphBuilder graph = new GraphBuilder();
        Map<String, float[]> given = new HashMap<>();
        int value;
        if (step.action() instanceof Step.UpConvolve up) {
            given.put("result", upConvolved(step, up));
            Slot output = program.slot(step.output());
            value = graph.input("result", output.channels(), output.halvings());
        } else {
            Integer[] read = step.inputs().stream()
                    .map(slot -> input(graph, given, slot))
                    .toArray(Integer[]::new);
            value = step.action() instanceof Step.Apply apply
                    ? graph.add(weightsRounded(apply.operation(), step.inputs().get(0)), read)
                    : read[0];
        }
        for (Step.Post post : step.posts()) {
            value = post.operand() < 0
                    ? graph.add(post.operation(), value)
                    : graph.add(post.operation(), value, input(graph, given, post.operand()));
        }
        return ReferenceInterpreter.run(graph.output("output", value).build(), height, width, given)
                .get(0);
    }

    private int input(GraphBuilder graph, Map<String, float[]> given, int slot) {
        String name = "slot" + slot;
        given.put(name, values.getOrDefault(slot, new float[0]));
        return graph.input(
                name, program.slot(slot).channels(), program.slot(slot).halvings());
    }

    private Operation weightsRounded(Operation operation, int input) {
        if (operation instanceof Operation.Convolution c) {
            float[] weight = weightsRounded(c.weight(), c.outputs(), input);
            return c.with(weight, c.bias());
        }
        return operation;
    }

    private float[] weightsRounded(float[] weight, int outputs, int input) {
        ElementType type = program.slot(input).type();
        if (type == ElementType.F32) {
            return weight;
        }
        float[] rounded = new float[weight.length];
        boolean signed = type == ElementType.S8;
        QuantisedWeights integers = QuantisedWeights.of(weight, outputs, weightRange.largest(signed));
        boolean halved = signed && weightRange == WeightRange.SEVEN_BITS;
        for (int i = 0; i < rounded.length; i++) {
            int value = integers.values()[i];
            rounded[i] = type == ElementType.BF16
                    ? bf16(weight[i])
                    // where signed values are multiplied without VNNI, the library halves the weights, ties to even
                    : (float) (halved ? 2 * Math.rint(value / 2.0) : value)
                            * integers.scales()[i / (weight.length / outputs)];
        }
        return rounded;
    }

    /** The four 2x2 convolutions of an upsampled value. */
    private float[] upConvolved(Step step, Step.UpConvolve up) {
        int input = step.inputs().get(0);
        Slot output = program.slot(step.output());
        int rows = height >> output.halvings();
        int columns = width >> output.halvings();
        float[] read = values.getOrDefault(input, new float[0]);
        List<float[]> phases = up.phases().stream()
                .map(weight -> weightsRounded(weight, up.outputs(), input))
                .toList();
        float[] result = new float[up.outputs() * rows * columns];
        for (int i = 0; i < result.length; i++) {
            int x = i % columns;
            int y = i / columns % rows;
            int o = i / columns / rows;
            float[] weight = phases.get(y % 2 * 2 + x % 2);
            double sum = up.bias()[o];
            for (int k = 0; k < 4 * up.inputs(); k++) {
                int row = y / 2 - 1 + y % 2 + k % 4 / 2;
                int column = x / 2 - 1 + x % 2 + k % 2;
                if (row >= 0 && column >= 0 && row < rows / 2 && column < columns / 2) {
                    int at = (k / 4 * (rows / 2) + row) * (columns / 2) + column;
                    sum += (double) weight[o * 4 * up.inputs() + k] * read[at];
                }
            }
            result[i] = (float) sum;
        }
        return result;
    }

    private static float[] rounded(double[] values, Slot slot) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = switch (slot.type()) {
                case F32 -> (float) values[i];
                case BF16 -> bf16((float) values[i]);
                case U8 -> (float) (slot.scale() * Math.min(255, Math.max(0, Math.rint(values[i] / slot.scale()))));
                case S8 -> (float) (slot.scale() * Math.min(127, Math.max(-128, Math.rint(values[i] / slot.scale()))));
            };
        }
        return rounded;
    }

    /** To the nearest number of 8 bits of mantissa, ties to even. */
    private static float bf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int nearest = bits + 0x7FFF + ((bits >>> DROPPED_BITS) & 1);
        return Float.intBitsToFloat(nearest & 0xFFFF0000);
    }
}
