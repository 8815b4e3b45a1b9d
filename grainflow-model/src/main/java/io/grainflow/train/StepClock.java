package io.grainflow.train;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Converts a time budget into a number of steps by timing a few steps. */
public final class StepClock {
    private static final int WARM_UP = 3;
    private static final int FEWEST = 5;
    private static final double SHARE = 0.03;
    /** Share of the budget that is reserved for work that is not timed. */
    private static final double RESERVE = 0.05;

    private final double budgetSeconds;
    private final LongSupplier nanoTime;
    private final long start;

    /** A clock whose budget starts now. */
    public StepClock(double minutes) {
        this(minutes, System::nanoTime);
    }

    /** @param nanoTime nanoseconds since an arbitrary origin */
    StepClock(double minutes, LongSupplier nanoTime) {
        this.budgetSeconds = 60 * minutes;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * The number of steps that fit into the rest of the budget.
     *
     * @param step runs one step without lasting effect
     * @param validation runs one validation
     * @param validations of the run
     * @param cancelled asked before every step and the validation
     * @return empty if it was cancelled
     */
    OptionalLong steps(Runnable step, Runnable validation, int validations, BooleanSupplier cancelled) {
        for (int i = 0; i < WARM_UP && !cancelled.getAsBoolean(); i++) {
            step.run();
        }
        long before = nanoTime.getAsLong();
        int count = 0;
        while (!cancelled.getAsBoolean() && (count < FEWEST || seconds(before) < SHARE * budgetSeconds)) {
            step.run();
            count++;
        }
        double perStep = seconds(before) / count;
        if (cancelled.getAsBoolean()) {
            return OptionalLong.empty();
        }
        long atValidation = nanoTime.getAsLong();
        validation.run();
        double left = (1 - RESERVE) * budgetSeconds - seconds(start) - validations * seconds(atValidation);
        return OptionalLong.of(Math.max(1, (long) (left / perStep)));
    }

    private double seconds(long since) {
        return (nanoTime.getAsLong() - since) * 1e-9;
    }
}
