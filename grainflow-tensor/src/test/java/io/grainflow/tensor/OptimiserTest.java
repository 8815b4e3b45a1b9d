package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of all optimisers, and the update of gradient descent. */
final class OptimiserTest {
    private final PointerScope scope = new PointerScope();

    @AfterEach
    void free() {
        scope.close();
    }

    static List<OptimiserSpec> specs() {
        return List.of(
                AdamSettings.defaults(),
                new AdamSettings(0.5, 0.9, 1e-8, 0.01, false),
                new SgdSettings(0.9, 1e-4),
                new SgdSettings(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.9, 0", "0.9, 0.01"})
    void descentFollowsTheUpdateRule(double momentum, double decay) {
        double[] x = {0.3, -0.1};
        double[] v = new double[2];
        Tensor parameter = parameter(0.3, -0.1);
        Sgd sgd = new SgdSettings(momentum, decay).of(List.of(parameter), List.of(0.5));
        for (int t = 0; t < 5; t++) {
            for (int i = 0; i < 2; i++) {
                v[i] = momentum * v[i] + x[i] - (i + 1) + decay * x[i];
                x[i] -= 0.5 * 0.1 * v[i];
            }
            step(parameter, sgd);
            assertThat(parameter.toDoubles()).containsExactly(x, within(1e-14));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void eachHasMomentsAndStepsOfItsOwn(OptimiserSpec spec) {
        Tensor often = parameter(1, 1);
        Tensor seldom = parameter(1, 1);
        Tensor alone = parameter(1, 1);
        Optimiser first = spec.of(List.of(often));
        Optimiser second = spec.of(List.of(seldom));
        Optimiser third = spec.of(List.of(alone));
        for (int t = 0; t < 6; t++) {
            step(often, first);
            if (t % 3 == 0) {
                step(seldom, second);
            }
        }
        step(alone, third);
        step(alone, third);
        assertThat(first.steps()).isEqualTo(6);
        assertThat(second.steps()).isEqualTo(2);
        assertThat(seldom.toDoubles()).containsExactly(alone.toDoubles());
        assertThat(first.state()).hasSize(spec.moments());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void continuesBitIdenticallyFromItsState(OptimiserSpec spec) {
        Tensor straight =
                Scope.keep(() -> Tensor.of(new float[] {0.3f, -0.7f}, 2).requiresGrad());
        Optimiser optimiser = spec.of(List.of(straight));
        for (int t = 0; t < 4; t++) {
            step(straight, optimiser);
        }
        Tensor resumed = Scope.keep(() -> Tensor.of(straight.toFloats(), 2).requiresGrad());
        Optimiser other = spec.of(List.of(resumed));
        other.restore(optimiser.steps(), optimiser.state());
        for (int t = 0; t < 4; t++) {
            step(straight, optimiser);
            step(resumed, other);
        }
        assertThat(resumed.toFloats()).containsExactly(straight.toFloats());
        assertThat(other.steps()).isEqualTo(8);
    }

    /** A step without new gradients. After a restored state there are no gradients until they are created. */
    @ParameterizedTest
    @MethodSource("specs")
    void stepsOnMomentumAlone(OptimiserSpec spec) {
        Tensor straight =
                Scope.keep(() -> Tensor.of(new float[] {0.3f, -0.7f}, 2).requiresGrad());
        Optimiser optimiser = spec.of(List.of(straight));
        step(straight, optimiser);
        float[] before = straight.toFloats();
        Tensor resumed = Scope.keep(() -> Tensor.of(before, 2).requiresGrad());
        Optimiser other = spec.of(List.of(resumed));
        other.restore(optimiser.steps(), optimiser.state());
        optimiser.step(0.1);
        Gradients.fillWithZeros(List.of(resumed));
        other.step(0.1);
        assertThat(resumed.toFloats()).containsExactly(straight.toFloats());
        assertThat(other.steps()).isEqualTo(2);
        boolean remembers = !spec.equals(new SgdSettings(0, 0));
        assertThat(straight.toFloats()[0] != before[0]).isEqualTo(remembers);
    }

    /** First step (0.5, 0.9): m = 0.5 g, v = 0.1 g^2. Then zero: m = 0.25 g, v = 0.09 g^2, corrections 0.75 and 0.19. */
    @Test
    void adamOnMomentumAlone() {
        Tensor parameter =
                Scope.keep(() -> Tensor.ofDoubles(new double[] {3}, 1).requiresGrad());
        Adam adam = Adam.of(new AdamSettings(0.5, 0.9, 1e-8, 0), List.of(parameter));
        Scope.run(() -> parameter.mul(2).sum().backward());
        adam.step(0.1);
        double after = parameter.toDoubles()[0];
        adam.step(0.1);
        double update = 0.1 * (0.25 * 2 / 0.75) / (Math.sqrt(0.09 * 4 / 0.19) + 1e-8);
        assertThat(parameter.toDoubles()[0]).isCloseTo(after - update, within(1e-12));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new SgdSettings(1, 0))
                .hasMessage("Sgd expects a momentum in [0,1) and no negative decay, got 1.0, 0.0");
        assertThatThrownBy(() -> new AdamSettings(0.5, 1, 1e-8, 0))
                .hasMessageStartingWith("Adam expects betas in [0,1)");
        assertThatThrownBy(() -> new SgdSettings(0, 0).of(List.of(parameter(1)), List.of()))
                .hasMessage("Sgd expects a pace per parameter, got 0 for 1");
        Sgd sgd = new SgdSettings(0, 0).of(List.of(parameter(1)), List.of(1.0));
        assertThatThrownBy(() -> sgd.step(0.1)).hasMessageStartingWith("Sgd expects a gradient for parameter 0");
        assertThatThrownBy(() -> sgd.restore(0, List.of())).hasMessage("Sgd expects 1 moments, got 0");
    }

    /** Gradient of sum (x - (i + 1))^2 / 2. */
    private static void step(Tensor parameter, Optimiser optimiser) {
        Scope.run(() -> {
            Tensor goal = Tensor.of(new float[] {1, 2}, 2).to(parameter.dtype());
            parameter.sub(goal).square().sum().mul(0.5).backward();
            optimiser.step(0.1);
        });
    }

    private static Tensor parameter(double... values) {
        return Scope.keep(() -> Tensor.ofDoubles(values, values.length).requiresGrad());
    }
}
