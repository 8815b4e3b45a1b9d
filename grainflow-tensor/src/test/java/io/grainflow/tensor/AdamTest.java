package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdamTest {
    private final PointerScope scope = new PointerScope();

    @AfterEach
    void free() {
        scope.close();
    }

    /** f(x) = sum (x - target)^2 / 2, so the gradient is x - target; the update is written out in double. */
    @ParameterizedTest
    @CsvSource({"0, true", "0.01, true", "0.01, false"})
    void followsTheUpdateRule(double decay, boolean decoupled) {
        double[] target = {1, -2, 0.5};
        double[] x = {0.3, -0.1, 0};
        double[] m = new double[3];
        double[] v = new double[3];
        Tensor parameter = Scope.keep(() -> Tensor.ofDoubles(x, 3).requiresGrad());
        Adam adam = Adam.of(new AdamSettings(0.8, 0.95, 1e-8, decay, decoupled), List.of(parameter));
        for (int t = 1; t <= 5; t++) {
            for (int i = 0; i < 3; i++) {
                double g = x[i] - target[i] + (decoupled ? 0 : decay * x[i]);
                x[i] *= decoupled ? 1 - 0.1 * decay : 1;
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.95 * v[i] + 0.05 * g * g;
                x[i] -= 0.1 * (m[i] / (1 - Math.pow(0.8, t))) / (Math.sqrt(v[i] / (1 - Math.pow(0.95, t))) + 1e-8);
            }
            quadraticStep(parameter, target, adam);
            assertThat(parameter.toDoubles()).containsExactly(x, within(1e-12));
        }
        assertThat(adam.steps()).isEqualTo(5);
    }

    @Test
    void aParameterWithoutGradientStopsTheStepBeforeAnythingChanges() {
        Tensor reached = Scope.keep(() -> Tensor.ones(2).requiresGrad());
        Tensor apart = Scope.keep(() -> Tensor.ones(4).requiresGrad());
        Adam adam = Adam.of(AdamSettings.defaults(), List.of(reached, apart));
        Scope.run(() -> {
            reached.square().sum().backward();
            assertThatThrownBy(() -> adam.step(0.1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Adam expects a gradient for parameter 1 Tensor FLOAT32 [4], got none:"
                            + " it does not reach the loss");
        });
        assertThat(reached.toFloats()).containsExactly(1, 1);
        assertThat(adam.steps()).isZero();
    }

    @Test
    void aStateOfOtherParametersIsRefused() {
        Tensor parameter = Scope.keep(() -> Tensor.ones(2).requiresGrad());
        Adam adam = Adam.of(AdamSettings.defaults(), List.of(parameter));
        assertThatThrownBy(() -> adam.restore(1, List.of(new float[2]))).hasMessage("Adam expects 2 moments, got 1");
        assertThatThrownBy(() -> adam.restore(1, List.of(new float[2], new float[3])))
                .hasMessage("Tensor [2] expects 2 values, got 3");
        assertThatThrownBy(() -> adam.restore(-1, List.of(new float[2], new float[2])))
                .hasMessage("Adam expects no negative number of steps, got -1");
    }

    @Test
    void clippingScalesAllGradientsTogether() {
        Tensor a = Scope.keep(() -> Tensor.of(new float[] {3, 0}, 2).requiresGrad());
        Tensor b = Scope.keep(() -> Tensor.of(new float[] {4}, 1).requiresGrad());
        Tensor apart = Scope.keep(() -> Tensor.ones(4).requiresGrad());
        Scope.run(() -> a.square().sum().add(b.square().sum()).mul(0.5).backward());
        assertThat(Gradients.clip(List.of(a, b, apart), 10)).isCloseTo(5, within(1e-6));
        assertThat(Gradients.clip(List.of(a, b, apart), 1)).isCloseTo(5, within(1e-6));
        assertThat(Gradients.clip(List.of(a, b, apart), 1)).isCloseTo(1, within(1e-6));
        assertThat(Scope.heap(() -> Objects.requireNonNull(a.grad()).toFloats())[0])
                .isCloseTo(0.6f, within(1e-6f));
        assertThatThrownBy(() -> Gradients.clip(List.of(a), 0)).hasMessageContaining("positive limit, got 0.0");
    }

    @Test
    void continuesBitIdenticallyFromItsState() {
        Tensor straight = Scope.keep(() -> Tensor.randn(new Seed(1), 50).copy().requiresGrad());
        double[] target = Scope.heap(() -> Tensor.randn(new Seed(2), 50).toDoubles());
        Adam adam = Adam.of(AdamSettings.defaults(), List.of(straight));
        List<float[]> middle = new ArrayList<>();
        List<float[]> state = List.of();
        for (int t = 0; t < 20; t++) {
            if (t == 9) {
                middle.add(straight.toFloats());
                state = adam.state();
            }
            quadraticStep(straight, target, adam);
        }
        Tensor resumed = Scope.keep(() -> Tensor.of(middle.get(0), 50).requiresGrad());
        Adam second = Adam.of(AdamSettings.defaults(), List.of(resumed));
        second.restore(9, state);
        for (int t = 9; t < 20; t++) {
            quadraticStep(resumed, target, second);
        }
        assertThat(resumed.toFloats()).containsExactly(straight.toFloats());
    }

    @Test
    void averagesFollowTheValues() {
        Tensor value = Scope.keep(() -> Tensor.zeros(2).copy());
        Ema ema = Ema.of(0.5, List.of(value));
        Scope.run(() -> value.copyFrom(Tensor.ones(2)));
        ema.update(1000);
        assertThat(ema.averages().get(0).toFloats()).containsExactly(0.5f, 0.5f);
        ema.update(1001);
        assertThat(ema.averages().get(0).toFloats()).containsExactly(0.75f, 0.75f);
        assertThat(value.toFloats()).containsExactly(1, 1);
    }

    private static void quadraticStep(Tensor parameter, double[] target, Adam adam) {
        Scope.run(() -> {
            Tensor goal = Tensor.ofDoubles(target, target.length).to(parameter.dtype());
            parameter.sub(goal).square().sum().mul(0.5).backward();
            adam.step(0.1);
        });
    }
}
