package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AdamTest {
    @BeforeEach
    void load() {
        NativeLibrary.load();
    }

    /** f(x) = sum (x - target)^2 / 2, so the gradient is x - target; the update is written out in double. */
    @Test
    void followsTheUpdateRule() {
        double[] target = {1, -2, 0.5};
        double[] x = {0, 0, 0};
        double[] m = new double[3];
        double[] v = new double[3];
        AdamSettings settings = new AdamSettings(0.8, 0.95, 1e-8, 0.01);
        for (int t = 1; t <= 5; t++) {
            for (int i = 0; i < 3; i++) {
                double g = x[i] - target[i];
                x[i] *= 1 - 0.1 * 0.01;
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.95 * v[i] + 0.05 * g * g;
                x[i] -= 0.1 * (m[i] / (1 - Math.pow(0.8, t))) / (Math.sqrt(v[i] / (1 - Math.pow(0.95, t))) + 1e-8);
            }
        }
        Tensor parameter = Scope.keep(() -> Tensor.zeros(3).copy().requiresGrad());
        Adam adam = Adam.of(settings, List.of(parameter));
        for (int t = 0; t < 5; t++) {
            quadraticStep(parameter, target, adam);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(parameter.toFloats()[i]).isCloseTo((float) x[i], within(1e-6f));
        }
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
            Tensor goal = Tensor.ofDoubles(target, target.length).to(DType.FLOAT32);
            parameter.sub(goal).square().sum().mul(0.5).backward();
            adam.step(0.1);
        });
    }
}
