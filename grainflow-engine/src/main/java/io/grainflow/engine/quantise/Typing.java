package io.grainflow.engine.quantise;

import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Step;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the element type of each slot of a program, and inserts conversions where a reader needs another type. Inputs, outputs and tables
 * stay float32.
 */
public final class Typing {
    private static final double UNSIGNED = 255;
    private static final double SIGNED = 127;

    private final Program program;
    private final List<Slot> slots;
    private final Map<Integer, Integer> converted = new HashMap<>();

    private Typing(Program program) {
        this.program = program;
        this.slots = new ArrayList<>(program.slots());
    }

    /** Stores values between layers in bfloat16, except those next to narrow convolutions. */
    public static Program bf16(Program program) {
        Typing typing = new Typing(program);
        Set<Integer> exact = new HashSet<>();
        program.steps().stream().filter(typing::staysFloat).forEach(step -> {
            exact.add(step.inputs().get(0));
            exact.add(step.output());
        });
        for (Step step : program.steps()) {
            boolean follows = step.action() instanceof Step.Apply apply && apply.operation() instanceof Operation.Unary;
            boolean plain = follows && typing.slots.get(step.inputs().get(0)).type() == ElementType.F32;
            if (!plain && !program.outputs().contains(step.output()) && !exact.contains(step.output())) {
                typing.store(step.output(), ElementType.BF16, 1);
            }
        }
        Set<Step> multiplying = new HashSet<>();
        program.steps().stream()
                .filter(step -> multiplies(step) && !typing.staysFloat(step))
                .forEach(multiplying::add);
        return typing.rebuilt(multiplying, slot -> new Stored(ElementType.BF16, 1));
    }

    /**
     * Whether a step is a narrow convolution (few channels on one side) whose neighbours are convolutions or the graph's input or output.
     */
    private boolean staysFloat(Step step) {
        if (!(step.action() instanceof Step.Apply apply)
                || !(apply.operation() instanceof Operation.Convolution convolution)
                || !convolution.isNarrow()) {
            return false;
        }
        int input = step.inputs().get(0);
        boolean given = program.steps().stream().anyMatch(source -> source.output() == input && multiplies(source));
        return (program.inputs().contains(input) || (given && onlyMultiplied(input)))
                && (program.outputs().contains(step.output()) || onlyMultiplied(step.output()));
    }

    private boolean onlyMultiplied(int slot) {
        return program.readersOf(slot).stream()
                .allMatch(reader -> multiplies(reader)
                        && reader.inputs().get(0) == slot
                        && reader.posts().stream().noneMatch(post -> post.operand() == slot));
    }

    /** Stores the inputs of wide convolutions in 8-bit integers. */
    public static Program int8(Program program, Ranges ranges) {
        Typing typing = new Typing(program);
        Set<Step> quantised = new HashSet<>();
        for (Step step : program.steps()) {
            Slot input = program.slot(step.inputs().get(0));
            int outputs = program.slot(step.output()).channels();
            if (convolves(step) && IntegerGraph.takes(input.channels(), outputs, ranges.of(input.value()))) {
                quantised.add(step);
            }
        }
        for (Step step : quantised) {
            int output = step.output();
            boolean everywhere = program.readersOf(output).stream()
                    .allMatch(reader -> quantised.contains(reader)
                            && reader.inputs().get(0) == output
                            && reader.posts().stream().noneMatch(post -> post.operand() == output));
            if (everywhere && !program.outputs().contains(output) && !(step.action() instanceof Step.UpConvolve)) {
                Stored stored = stored(ranges.of(program.slot(output).value()));
                typing.store(output, stored.type(), stored.scale());
            }
        }
        return typing.rebuilt(
                quantised, slot -> stored(ranges.of(program.slot(slot).value())));
    }

    private record Stored(ElementType type, double scale) {}

    @FunctionalInterface
    private interface Wanted {
        Stored of(int slot);
    }

    private static Stored stored(Ranges.Range range) {
        return range.low() >= 0
                ? new Stored(ElementType.U8, range.high() / UNSIGNED)
                : new Stored(ElementType.S8, Math.max(-range.low(), range.high()) / SIGNED);
    }

    private static boolean convolves(Step step) {
        return step.action() instanceof Step.UpConvolve
                || (step.action() instanceof Step.Apply apply && apply.operation() instanceof Operation.Convolution);
    }

    private static boolean multiplies(Step step) {
        return convolves(step)
                || (step.action() instanceof Step.Apply apply
                        && apply.operation() instanceof Operation.TransposedConvolution);
    }

    private void store(int slot, ElementType type, double scale) {
        slots.set(slot, slots.get(slot).stored(type, scale));
    }

    /** The program with conversions of the main inputs of some steps. Each value is converted once, before its first reader. */
    private Program rebuilt(Set<Step> converting, Wanted wanted) {
        List<Step> steps = new ArrayList<>();
        for (Step step : program.steps()) {
            int input = step.inputs().get(0);
            Stored stored = converting.contains(step) ? wanted.of(input) : null;
            if (stored == null || stored.type() == slots.get(input).type()) {
                steps.add(step);
                continue;
            }
            Integer copy = converted.get(input);
            if (copy == null) {
                slots.add(slots.get(input).stored(stored.type(), stored.scale()));
                copy = slots.size() - 1;
                converted.put(input, copy);
                steps.add(new Step(new Step.Convert(), List.of(input), List.of(), copy));
            }
            steps.add(new Step(step.action(), List.of(copy), step.posts(), step.output()));
        }
        return new Program(slots, steps, program.inputs(), program.tables(), program.outputs());
    }
}
