package io.grainflow.engine;

import java.util.List;

/**
 * A graph as steps on slots.
 *
 * @param inputs slots of the graph's inputs
 * @param tables slots that are the same at every position
 * @param outputs slots of its outputs
 */
record Program(List<Slot> slots, List<Step> steps, List<Integer> inputs, List<Integer> tables, List<Integer> outputs) {
    Program {
        slots = List.copyOf(slots);
        steps = List.copyOf(steps);
        inputs = List.copyOf(inputs);
        tables = List.copyOf(tables);
        outputs = List.copyOf(outputs);
    }

    Slot slot(int index) {
        return slots.get(index);
    }

    List<Step> readersOf(int slot) {
        return steps.stream().filter(step -> step.reads().contains(slot)).toList();
    }
}
