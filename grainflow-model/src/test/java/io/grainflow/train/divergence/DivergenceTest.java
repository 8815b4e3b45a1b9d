package io.grainflow.train.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.train.History;
import io.grainflow.train.Losses;
import io.grainflow.train.Metrics.Metric;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Divergence is distinguished from noise. */
final class DivergenceTest {
    private static final double FACTOR = 30;

    @Test
    void fallingAndNoisyLossesAreFine() {
        assertThat(first(new LossRise(FACTOR), step -> 1.0 / (1 + step))).isEqualTo(-1);
        assertThat(first(new LossRise(FACTOR), step -> step % 3 == 0 ? 1e-4 : 1e-2))
                .isEqualTo(-1);
        assertThat(first(new LossRise(FACTOR), step -> step == 300 ? 1e3 : 0.01))
                .isEqualTo(-1);
    }

    @Test
    void lossesOutOfBoundsAreFound() {
        assertThat(first(new LossRise(FACTOR), step -> step == 123 ? Double.NaN : 1))
                .isEqualTo(123);
        assertThat(first(new LossRise(FACTOR), step -> step == 3 ? 1e3 : 0.01)).isEqualTo(3);
        assertThat(first(new LossRise(FACTOR), step -> step >= 200 ? 1 : 0.01)).isEqualTo(219);
    }

    /** Likelihoods of densities are negative, and may cross zero. */
    @Test
    void negativeLossesAreNoDivergenceAndRisingOnesAre() {
        assertThat(first(new LossRise(FACTOR), step -> 1 - step / 100.0)).isEqualTo(-1);
        assertThat(first(new LossRise(FACTOR), step -> step % 2 == 0 ? -2 : -2.5))
                .isEqualTo(-1);
        assertThat(first(new LossRise(FACTOR), step -> step >= 200 ? 1e3 : -2)).isEqualTo(219);
    }

    @Test
    void lossesThatCannotBeComparedMayRise() {
        assertThat(first(new NotFinite(), step -> Math.pow(10, step / 20.0))).isEqualTo(-1);
        assertThat(first(new NotFinite(), step -> step == 7 ? Double.POSITIVE_INFINITY : 1))
                .isEqualTo(7);
    }

    /** The diverged one of several losses is named; a loss that was not computed is not an error. */
    @Test
    void everyLossMustBeFinite() {
        for (Divergence rule : List.of(new NotFinite(), new LossRise(FACTOR), new CriticCollapse())) {
            History history = new History(new History.Columns(List.of("criticGap", "generatorLoss"), List.of()));
            history.add(Losses.of("criticGap", 1));
            assertThat(rule.in(history)).isEmpty();
            history.add(Losses.of("criticGap", 1).and("generatorLoss", Double.NEGATIVE_INFINITY));
            assertThat(rule.in(history)).contains(new Metric("generatorLoss", Double.NEGATIVE_INFINITY));
        }
    }

    @Test
    void gapsOfACriticMayNarrowAndChangeTheirSign() {
        assertThat(first(new CriticCollapse(), step -> 1e4 * Math.exp(-step / 60.0)))
                .isEqualTo(-1);
        assertThat(first(new CriticCollapse(), step -> step < 250 ? 8 : 0.01 * Math.sin(step)))
                .isEqualTo(-1);
    }

    @Test
    void aCriticThatTellsNothingApartIsFound() {
        assertThat(first(new CriticCollapse(), step -> 0)).isEqualTo(99);
        assertThat(first(new CriticCollapse(), step -> step < 270 ? 8 : 1e-6)).isEqualTo(399);
        assertThat(first(new CriticCollapse(), step -> step < 270 || step >= 330 ? 8 : 1e-6))
                .as("of shorter duration")
                .isEqualTo(-1);
    }

    private static int first(Divergence divergence, IntToDoubleFunction loss) {
        History history = new History(new History.Columns(List.of("loss"), List.of()));
        for (int step = 0; step < 500; step++) {
            history.add(Losses.of("loss", loss.applyAsDouble(step)));
            Optional<Metric> found = divergence.in(history);
            if (found.isPresent()) {
                assertThat(found).contains(new Metric("loss", loss.applyAsDouble(step)));
                return step;
            }
        }
        return -1;
    }
}
