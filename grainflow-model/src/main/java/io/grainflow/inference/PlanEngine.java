package io.grainflow.inference;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.problem.InputException;

/** Inference through a compiled plan: windows of any height, as wide as the memory allows. */
final class PlanEngine implements InferenceEngine {
    private static final long MEGABYTE = 1 << 20;

    /** Wider windows leave the processor's caches. */
    private static final int MOST_COLUMNS = 4096;

    private final Plan plan;
    private final long memoryBytes;
    private final int columns;

    /**
     * Creates an engine.
     *
     * @param memoryBytes native memory for values between layers
     * @throws InputException if that is too little for the smallest window
     */
    PlanEngine(Plan plan, long memoryBytes) {
        this.plan = plan;
        this.memoryBytes = memoryBytes;
        int least = 2 * plan.reach() + plan.block();
        int widest = least;
        while (widest < MOST_COLUMNS && bytes(widest + plan.block()) <= memoryBytes) {
            widest += plan.block();
        }
        if (bytes(least) > memoryBytes) {
            plan.close();
            throw new InputException(
                    "memory",
                    memoryBytes / MEGABYTE + " MB are too few for this denoiser, whose smallest window takes "
                            + (bytes(least) + MEGABYTE - 1) / MEGABYTE,
                    "raise memory to at least so many");
        }
        this.columns = widest;
    }

    private long bytes(int width) {
        return plan.bytes(width);
    }

    @Override
    public void run(int height, int width, RowSource source, RowSink sink) {
        plan.run(height, width, source, sink);
    }

    @Override
    public int mostRows() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int mostColumns() {
        return columns;
    }

    @Override
    public boolean takesRows(int width) {
        return bytes(width) <= memoryBytes;
    }

    @Override
    public Precision precision() {
        return plan.precision();
    }

    @Override
    public void close() {
        plan.close();
    }
}
