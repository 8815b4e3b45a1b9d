package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.noise.estimate.NoiseLine;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The squared error of clipped means: value, gradient, and the minimiser for targets that are clipped. */
final class ClippedMeanSquaredErrorTest {
    private static final ClippingBias BIAS = new ClippingBias(new NoiseLine(0, 0.04));

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void gradientIsThatOfTheValue() {
        float[] restored = {-0.2f, 0.05f, 0.5f, 0.93f, 1.1f};
        float[] wanted = {0.1f, 0, 0.6f, 1, 0.9f};
        Scope.run(() -> {
            Tensor output = Tensor.of(restored, 5).requiresGrad();
            Tensor loss = ClippedMeanSquaredError.loss(output, Tensor.of(wanted, 5), BIAS);
            assertThat(loss.item()).isCloseTo(value(restored, wanted), within(1e-6));
            loss.backward();
            float[] gradient = Objects.requireNonNull(output.grad()).toFloats();
            for (int i = 0; i < restored.length; i++) {
                float[] up = restored.clone();
                float[] down = restored.clone();
                up[i] += 2e-3f;
                down[i] -= 2e-3f;
                double numeric = (value(up, wanted) - value(down, wanted)) / 4e-3;
                assertThat((double) gradient[i]).isCloseTo(numeric, within(2e-3));
            }
        });
    }

    @Test
    void theMinimiserIsTheCleanValue() {
        double clean = 0.95;
        float seen = (float) BIAS.expected(clean);
        assertThat(seen).isLessThan(0.9f);
        double value = 0.5;
        for (int i = 0; i < 500; i++) {
            float at = (float) value;
            value -= 0.5
                    * Scope.heap(() -> {
                        Tensor output = Tensor.of(new float[] {at}, 1).requiresGrad();
                        ClippedMeanSquaredError.loss(output, Tensor.of(new float[] {seen}, 1), BIAS)
                                .backward();
                        return (double) Objects.requireNonNull(output.grad()).toFloats()[0];
                    });
        }
        assertThat(value).isCloseTo(clean, within(1e-3));
    }

    private static double value(float[] restored, float[] wanted) {
        double sum = 0;
        for (int i = 0; i < restored.length; i++) {
            double residual = BIAS.expected(restored[i]) - wanted[i];
            sum += residual * residual / restored.length;
        }
        return sum;
    }
}
