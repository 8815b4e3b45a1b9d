package io.grainflow.engine.program;

import java.util.Arrays;

/**
 * Which rows of every slot are computed in which band, and how long they are kept. In band r, a slot at level s gets rows [r R_s - delay,
 * (r+1) R_s - delay): it lags behind its inputs by as many rows as the layers in between read below the current row. It keeps the rows from
 * r R_s - back on, which its readers still need above their current row. So nothing is computed twice, and the number of kept rows does not
 * depend on the image height.
 */
public final class BandSchedule {
    private final int[] delay;
    private final int[] back;

    private BandSchedule(int[] delay, int[] back) {
        this.delay = delay;
        this.back = back;
    }

    public static BandSchedule of(Program program) {
        int[] delay = new int[program.slots().size()];
        for (Step step : program.steps()) {
            delay[step.output()] = delayAfter(program, step, delay);
        }
        postpone(program, delay);
        int[] back = delay.clone();
        for (Step step : program.steps()) {
            int lag = delay[step.output()];
            int main = step.inputs().get(0);
            for (int read : step.reads()) {
                back[read] = Math.max(
                        back[read], read == main ? Math.max(lookBack(step, lag), lagOf(step, lag, read)) : lag);
            }
        }
        return new BandSchedule(delay, back);
    }

    /** Computes every value and reads every input as late as its readers allow, so that fewer rows are kept. */
    private static void postpone(Program program, int[] delay) {
        for (int i = program.steps().size() - 1; i >= 0; i--) {
            Step step = program.steps().get(i);
            int slot = step.output();
            if (!program.outputs().contains(slot)) {
                int latest = latest(program, slot, delay);
                delay[slot] = step.doubles() ? latest / 2 * 2 : latest;
            }
        }
        program.inputs().forEach(input -> delay[input] = latest(program, input, delay));
    }

    /** The largest delay of a slot at which all its readers still find the rows that they need. */
    private static int latest(Program program, int slot, int[] delay) {
        int latest = Integer.MAX_VALUE;
        for (Step reader : program.readersOf(slot)) {
            int lag = delay[reader.output()];
            int allowed = lag;
            if (reader.inputs().contains(slot)) {
                int seen = reader.doubles()
                        ? (lag - (reader.looksDown() ? 2 : 0)) / 2
                        : reader.halves() ? 2 * lag : lag - reader.radius();
                boolean alsoPost = reader.posts().stream().anyMatch(post -> post.operand() == slot);
                allowed = alsoPost ? Math.min(lag, seen) : seen;
            }
            latest = Math.min(latest, allowed);
        }
        return latest == Integer.MAX_VALUE ? delay[slot] : Math.max(latest, delay[slot]);
    }

    /** Element-wise readers, and steps that also read a slot as a second operand, read it at the delay of their own output. */
    private static int lagOf(Step step, int lag, int read) {
        return step.posts().stream().anyMatch(post -> post.operand() == read) ? lag : 0;
    }

    private static int delayAfter(Program program, Step step, int[] delay) {
        int delayed = 0;
        for (int read : step.inputs()) {
            int before = delay[read];
            int after = step.halves() ? (before + 1) / 2 : step.doubles() ? 2 * before : before + step.radius();
            delayed = Math.max(delayed, after + (step.looksDown() ? 2 : 0));
        }
        for (Step.Post post : step.posts()) {
            if (post.operand() >= 0 && !program.tables().contains(post.operand())) {
                delayed = Math.max(delayed, delay[post.operand()]);
            }
        }
        return step.doubles() ? (delayed + 1) / 2 * 2 : delayed;
    }

    /** How far behind the newest band's start the main input is read, in its rows. */
    private static int lookBack(Step step, int lag) {
        if (step.halves()) {
            return 2 * lag;
        }
        return step.doubles() ? lag / 2 + (step.looksUp() ? 1 : 0) : lag + step.radius();
    }

    public int delay(int slot) {
        return delay[slot];
    }

    int back(int slot) {
        return back[slot];
    }

    /** Rows that a slot holds, given the number of rows of a band. */
    public int capacity(int slot, int rows) {
        return back[slot] - delay[slot] + rows;
    }

    /** First row of what a step reads of its main input, counted in the slot. */
    public int readOffset(Step step, int slot) {
        return back[slot] - lookBack(step, delay[step.output()]);
    }

    /** First row of what an element-wise operation of a step reads of a slot, counted in the slot. */
    public int postOffset(Step step, int slot) {
        return back[slot] - delay[step.output()];
    }

    /** First row of a slot's newest band, counted in the slot. */
    public int writeOffset(int slot) {
        return back[slot] - delay[slot];
    }

    @Override
    public String toString() {
        return "BandSchedule[delay=" + Arrays.toString(delay) + ", back=" + Arrays.toString(back) + "]";
    }
}
