package io.grainflow.engine.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which a band is processed, and how many stages of the preceding band must be finished before each stage. Each worker
 * processes whole bands, and workers follow each other through the layers. No worker waits while the distance between them is large enough,
 * so a worker that is interrupted for some milliseconds does not delay the others.
 */
public final class Stages {
    /** What a stage does. */
    public enum Kind {
        FEED,
        COMPUTE,
        DRAIN
    }

    /**
     * One stage of a band.
     *
     * @param index of the input, step or output
     * @param slot that is written; for an output, the slot that is read
     */
    public record Stage(Kind kind, int index, int slot) {}

    private final Program program;
    private final List<Stage> stages = new ArrayList<>();
    private final boolean[] own;
    private final int[] awaited;

    private Stages(Program program, int workers) {
        this.program = program;
        arrange();
        int[] last = lastReaders();
        this.own = own(last, workers);
        this.awaited = new int[stages.size()];
        for (int i = 0; i < awaited.length; i++) {
            Stage stage = stages.get(i);
            boolean overwrites = stage.kind != Kind.DRAIN && !own[stage.slot];
            awaited[i] = 1 + (overwrites ? Math.max(i, last[stage.slot]) : i);
        }
    }

    public static Stages of(Program program, int workers) {
        return new Stages(program, workers);
    }

    /** Inputs are read right before their first reader, outputs are written as soon as they are computed. */
    private void arrange() {
        Set<Integer> fed = new HashSet<>();
        for (int input = 0; input < program.inputs().size(); input++) {
            int slot = program.inputs().get(input);
            if (program.readersOf(slot).isEmpty() || program.outputs().contains(slot)) {
                feed(input, fed);
            }
        }
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            for (int input = 0; input < program.inputs().size(); input++) {
                if (step.reads().contains(program.inputs().get(input))) {
                    feed(input, fed);
                }
            }
            stages.add(new Stage(Kind.COMPUTE, i, step.output()));
            drain(step.output());
        }
    }

    private void feed(int input, Set<Integer> fed) {
        int slot = program.inputs().get(input);
        if (fed.add(slot)) {
            stages.add(new Stage(Kind.FEED, input, slot));
            drain(slot);
        }
    }

    private void drain(int slot) {
        for (int output = 0; output < program.outputs().size(); output++) {
            if (program.outputs().get(output) == slot) {
                stages.add(new Stage(Kind.DRAIN, output, slot));
            }
        }
    }

    /** The last stage that reads each slot; -1 where no stage does. */
    private int[] lastReaders() {
        int[] last = new int[program.slots().size()];
        Arrays.fill(last, -1);
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage.kind == Kind.COMPUTE) {
                for (int read : program.steps().get(stage.index).reads()) {
                    last[read] = i;
                }
            } else if (stage.kind == Kind.DRAIN) {
                last[stage.slot] = i;
            }
        }
        return last;
    }

    /**
     * The slots for which every worker has its own buffer. For every other slot, all workers share one buffer, which the next worker
     * overwrites once it has been read. Sharing keeps fewer bytes in the caches, but makes workers wait if a slot is read much later than
     * it was written.
     */
    private boolean[] own(int[] last, int workers) {
        double[] done = new double[stages.size() + 1];
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            done[i + 1] = done[i]
                    + (stage.kind == Kind.COMPUTE
                            ? Cost.perPosition(program, program.steps().get(stage.index))
                            : 0);
        }
        double distance = done[stages.size()] / workers;
        boolean[] result = new boolean[program.slots().size()];
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage.kind != Kind.DRAIN && workers > 1) {
                // half of the distance is left for interruptions
                result[stage.slot] = 2 * (done[Math.max(i, last[stage.slot]) + 1] - done[i]) > distance;
            }
        }
        return result;
    }

    public List<Stage> list() {
        return stages;
    }

    /** Whether every worker has its own buffer of a slot. */
    public boolean isOwn(int slot) {
        return own[slot];
    }

    /** How many stages of the preceding band must be done before a stage of this band begins. */
    public int awaited(int stage) {
        return awaited[stage];
    }
}
