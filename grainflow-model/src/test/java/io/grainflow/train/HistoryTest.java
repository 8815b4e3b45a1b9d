package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.problem.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses and validations are recorded by name. */
final class HistoryTest {
    private static final History.Columns TWO =
            new History.Columns(List.of("criticGap", "generatorLoss"), List.of("kldNats", "psnrDecibels"));

    /** Every third step has the second loss. */
    private static History twoLosses(int steps) {
        History history = new History(TWO);
        for (int step = 0; step < steps; step++) {
            Losses losses = Losses.of("criticGap", step);
            history.add(step % 3 == 2 ? losses.and("generatorLoss", -step) : losses);
        }
        history.add(new History.Validation(4, Metrics.of("kldNats", 0.25).and("psnrDecibels", 31.5)));
        return history;
    }

    @Test
    void missingLossesDoNotCount() {
        History history = twoLosses(9);
        assertThat(history.steps()).isEqualTo(9);
        assertThat(history.recentLosses(4).get("criticGap")).isCloseTo(6.5, within(1e-12));
        assertThat(history.recentLosses(4).get("generatorLoss")).isCloseTo(-6.5, within(1e-12));
        assertThat(twoLosses(2).recentLosses(4).get("generatorLoss")).isNaN();
        assertThat(history.recentLoss(2)).isEqualTo(7.5);
        assertThat(history.latestLosses().names()).containsExactly("criticGap", "generatorLoss");
    }

    @Test
    void whatIsNotDeclaredIsRefused() {
        History history = new History(TWO);
        assertThatThrownBy(() -> history.add(Losses.of("criticGap", 1).and("gradientPenalty", 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[criticGap, generatorLoss], got [criticGap, gradientPenalty]");
        assertThatThrownBy(() -> history.add(Losses.of("generatorLoss", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        Metrics swapped = Metrics.of("psnrDecibels", 1).and("kldNats", 2);
        assertThatThrownBy(() -> history.add(new History.Validation(1, swapped)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[kldNats, psnrDecibels], got [psnrDecibels, kldNats]");
        assertThatThrownBy(() -> swapped.and("kldNats", 3)).hasMessageContaining("kldNats twice");
        assertThatThrownBy(() -> swapped.get("ssim")).hasMessageContaining("one of [psnrDecibels, kldNats], got ssim");
    }

    /** More steps than the first reservation holds. */
    @Test
    void severalLossesAreStoredAndRestored() {
        History history = twoLosses(1500);
        StoredTensor losses = history.storedLosses();
        assertThat(losses.shape()).containsExactly(1500, 2);
        History restored = History.restored("file", TWO, losses, history.storedValidations());
        assertThat(restored.steps()).isEqualTo(1500);
        assertThat(restored.recentLosses(700)).isEqualTo(history.recentLosses(700));
        assertThat(restored.lossCurve(7)).isEqualTo(history.lossCurve(7));
        assertThat(restored.validations()).isEqualTo(history.validations());
    }

    /** Files of 0.1.0 hold one loss, and figures by position. */
    @Test
    void oldTablesTakeTheNamesOfTheirSystem() {
        History.Columns one = new History.Columns(List.of("lossMean"), List.of("kldNats", "psnrDecibels"));
        StoredTensor losses = StoredTensor.ofDoubles(new double[] {3, 2, 1}, 3);
        StoredTensor validations = StoredTensor.ofDoubles(new double[] {1, 0.5, 20, 3, 0.4, 21}, 2, 3);
        History history = History.restored("file", one, losses, validations);
        assertThat(history.recentLosses(2).get("lossMean")).isEqualTo(1.5);
        assertThat(history.lastValidation())
                .contains(new History.Validation(3, Metrics.of("kldNats", 0.4).and("psnrDecibels", 21)));
        assertThat(history.storedLosses().shape()).containsExactly(3);
        StoredTensor none = StoredTensor.ofDoubles(new double[0], 0, 0);
        assertThat(History.restored("file", one, losses, none).validations()).isEmpty();
        assertThatThrownBy(() -> History.restored("file", TWO, losses, validations))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 1 columns of losses, expected 2");
    }
}
