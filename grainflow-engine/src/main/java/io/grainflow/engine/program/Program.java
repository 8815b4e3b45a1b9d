package io.grainflow.engine.program;

import java.util.List;

/**
 * A graph as steps that read and write slots.
 *
 * @param inputs slots of the graph's inputs
 * @param tables slots that are the same at every position
 * @param outputs slots of its outputs
 */
public record Program(
        List<Slot> slots, List<Step> steps, List<Integer> inputs, List<Integer> tables, List<Integer> outputs) {
    public Program {
        slots = List.copyOf(slots);
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
        tables = List.copyOf(tables);
        outputs = List.copyOf(outputs);
    }

    public Slot slot(int index) {
        return slots.get(index);
    }

    public List<Step> readersOf(int slot) {
        return steps.stream().filter(step -> step.reads().contains(slot)).toList();
    }
}
