package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Divergence is told from noise. */
final class DivergenceTest {
    @Test
    void fallingAndNoisyLossesAreFine() {
        assertThat(firstDivergence(500, step -> 1.0 / (1 + step))).isEqualTo(-1);
        assertThat(firstDivergence(500, step -> step % 3 == 0 ? 1e-4 : 1e-2)).isEqualTo(-1);
        assertThat(firstDivergence(500, step -> step == 300 ? 1e3 : 0.01)).isEqualTo(-1);
    }

    @Test
    void lossesOutOfBoundsAreFound() {
        assertThat(firstDivergence(500, step -> step == 123 ? Double.NaN : 1)).isEqualTo(123);
        assertThat(firstDivergence(500, step -> step == 3 ? 1e3 : 0.01)).isEqualTo(3);
        assertThat(firstDivergence(500, step -> step >= 200 ? 1 : 0.01)).isEqualTo(219);
    }

    /** Likelihoods of densities are negative, and may cross zero. */
    @Test
    void negativeLossesAreNoDivergenceAndRisingOnesAre() {
        assertThat(firstDivergence(500, step -> 1 - step / 100.0)).isEqualTo(-1);
        assertThat(firstDivergence(500, step -> step % 2 == 0 ? -2 : -2.5)).isEqualTo(-1);
        assertThat(firstDivergence(500, step -> step >= 200 ? 1e3 : -2)).isEqualTo(219);
    }

    private static int firstDivergence(int steps, IntToDoubleFunction loss) {
        History history = new History();
        Divergence divergence = new Divergence(30);
        for (int step = 0; step < steps; step++) {
            history.addLoss(loss.applyAsDouble(step));
            if (divergence.in(history)) {
                return step;
            }
        }
        return -1;
    }
}
