package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Learning rates and due dates. */
final class TrainPlanTest {
    private static final Offset<Double> TINY = Offset.offset(1e-12);

    @Test
    void cosineWarmsUpAndFallsToItsEnd() {
        TrainPlan plan = RecordSettings.with(TrainPlan.defaults(), Map.of("learningRate", "1e-3"));
        assertThat(plan.learningRateAt(0, 10_000)).isCloseTo(1e-3 / 101, TINY);
        assertThat(plan.learningRateAt(100, 10_000)).isCloseTo(1e-3, TINY);
        assertThat(plan.learningRateAt(9_999, 10_000)).isCloseTo(1e-6, TINY);
        for (long step = 101; step < 10_000; step++) {
            assertThat(plan.learningRateAt(step, 10_000)).isLessThan(plan.learningRateAt(step - 1, 10_000));
        }
    }

    @Test
    void stepFallsThrice() {
        TrainPlan plan = RecordSettings.with(
                TrainPlan.defaults(),
                Map.of("schedule", "step", "warmUpSteps", "0", "finalLearningRate", "0", "learningRate", "1e-3"));
        assertThat(plan.learningRateAt(0, 1801)).isCloseTo(1e-3, TINY);
        assertThat(plan.learningRateAt(301, 1801)).isCloseTo(2e-4, TINY);
        assertThat(plan.learningRateAt(601, 1801)).isCloseTo(4e-5, TINY);
        assertThat(plan.learningRateAt(1800, 1801)).isCloseTo(8e-6, TINY);
    }

    @Test
    void shortestRunsHaveFiniteRates() {
        for (long total = 1; total < 30; total++) {
            for (long step = 0; step < total; step++) {
                assertThat(TrainPlan.defaults().learningRateAt(step, total)).isBetween(1e-6, 2e-3);
            }
        }
    }

    @Test
    void validationsAreEvenlySpacedAndEndTheRun() {
        TrainPlan plan = RecordSettings.with(TrainPlan.defaults(), Map.of("validations", "4"));
        assertThat(LongStream.rangeClosed(1, 10).filter(done -> plan.validatesAfter(done, 10)))
                .containsExactly(3L, 5L, 8L, 10L);
        assertThat(LongStream.rangeClosed(1, 2).filter(done -> plan.validatesAfter(done, 2)))
                .containsExactly(1L, 2L);
    }
}
