package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time budgets become numbers of steps. */
final class StepClockTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final AtomicInteger steps = new AtomicInteger();

    /** The origin of the clock is arbitrary, and its value may overflow. */
    private long steps(double minutes, long before, long first, long each, long validation, int validations) {
        StepClock clock = new StepClock(minutes, nanoTime::get);
        nanoTime.addAndGet(before);
        return clock.steps(
                        () -> nanoTime.addAndGet(steps.getAndIncrement() == 0 ? first : each),
                        () -> nanoTime.addAndGet(validation),
                        validations,
                        () -> false)
                .orElseThrow();
    }

    /** Three warm-up steps, of which the first is slow; then steps are timed for 3 % of the budget, which are 18 steps of 0.1 s. */
    @Test
    void whatIsLeftOfTheBudgetIsFilled() {
        long fitting = steps(1, 2 * SECOND, 4 * SECOND, SECOND / 10, SECOND / 2, 10);
        assertThat(steps).hasValue(3 + 18);
        // 57 s of 60 less 2 s before, 4.2 s and 1.8 s of steps, 0.5 s for the trial, 5 s for ten validations
        assertThat(fitting).isBetween(434L, 435L);
    }

    @Test
    void fiveStepsAreTimedAtLeastAndOneIsDone() {
        assertThat(steps(0.001, 0, SECOND, SECOND, SECOND, 1)).isEqualTo(1);
        assertThat(steps).hasValue(3 + 5);
    }
}
