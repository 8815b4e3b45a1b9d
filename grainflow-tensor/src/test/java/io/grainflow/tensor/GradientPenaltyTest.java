package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Gradients that are differentiated again, and gradients of some parameters only. */
final class GradientPenaltyTest {
    /** Step of the finite differences: so small that no input of a leaky ReLU of this critic changes its sign, where the slope jumps. */
    private static final double DIFFERENCE = 1e-5;

    private static final List<long[]> SHAPES = List.of(
            new long[] {4, 2, 4, 4}, // first convolution
            new long[] {6, 4, 3, 3}, // second convolution
            new long[] {6}, // gamma
            new long[] {6}, // beta
            new long[] {3, 24}, // first linear layer
            new long[] {3},
            new long[] {1, 3}); // second linear layer

    @Test
    void penaltyOfACriticAgreesWithDifferences() {
        compare((critic, x) -> GradientPenalty.towards(1, critic, x));
    }

    @Test
    void squaredPenaltyOfACriticAgreesWithDifferences() {
        compare(GradientPenalty::squared);
    }

    /** Compares the penalty's gradient of every parameter with differences, to 1e-6 of its largest element. */
    private static void compare(BiFunction<UnaryOperator<Tensor>, Tensor, Tensor> penalty) {
        List<double[]> values = values();
        List<double[]> gradients = Scope.heap(() -> {
            List<Tensor> parameters = tensors(values);
            parameters.forEach(Tensor::requiresGrad);
            penalty.apply(x -> critic(parameters, x), points()).backward();
            return parameters.stream()
                    .map(p -> Objects.requireNonNull(p.grad()).toDoubles())
                    .toList();
        });
        for (int p = 0; p < SHAPES.size(); p++) {
            int parameter = p;
            double[] gradient = gradients.get(p);
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < gradient.length; i++) {
                double slope = NumericGradients.slope(
                        moved -> {
                            List<Tensor> parameters = new ArrayList<>(tensors(values));
                            parameters.set(parameter, moved);
                            parameters.forEach(Tensor::requiresGrad);
                            return penalty.apply(x -> critic(parameters, x), points())
                                    .detach();
                        },
                        values.get(p),
                        i,
                        DIFFERENCE,
                        SHAPES.get(p));
                largest = Math.max(largest, Math.abs(slope));
                worst = Math.max(worst, Math.abs(slope - gradient[i]));
            }
            assertThat(largest).as("parameter %d", p).isGreaterThan(1e-3);
            assertThat(worst / largest).as("parameter %d", p).isLessThan(1e-6);
        }
    }

    /** [3,2,8,8] to [3,1]: strided convolutions, instance normalisation, leaky ReLUs, linear layers. */
    private static Tensor critic(List<Tensor> parameters, Tensor x) {
        Tensor half = x.conv2d(parameters.get(0), null, 2, 1).leakyRelu(0.2);
        Tensor quarter = Normalisations.instance(
                        half.conv2d(parameters.get(1), null, 2, 1), parameters.get(2), parameters.get(3), 1e-5)
                .leakyRelu(0.2);
        Tensor features = Dense.linear(quarter.reshape(3, 24), parameters.get(4), parameters.get(5));
        return Dense.linear(features.tanh(), parameters.get(6), null);
    }

    private static List<double[]> values() {
        List<double[]> values = new ArrayList<>();
        for (int p = 0; p < SHAPES.size(); p++) {
            int seed = 20 + p;
            double scale = SHAPES.get(p).length > 1 ? 0.4 : 1;
            values.add(Scope.heap(() -> NumericGradients.random(seed, SHAPES.get(seed - 20))
                    .mul(scale)
                    .toDoubles()));
        }
        return values;
    }

    private static List<Tensor> tensors(List<double[]> values) {
        List<Tensor> tensors = new ArrayList<>();
        for (int p = 0; p < values.size(); p++) {
            tensors.add(Tensor.ofDoubles(values.get(p), SHAPES.get(p)));
        }
        return tensors;
    }

    private static Tensor points() {
        return GradientPenalty.between(
                NumericGradients.random(1, 3, 2, 8, 8),
                NumericGradients.random(2, 3, 2, 8, 8),
                Tensor.ofDoubles(new double[] {0.25, 0.75, 1.5}, 3));
    }

    /** The slope of w . x is w everywhere. */
    @Test
    void penaltiesOfALinearCritic() {
        Scope.run(() -> {
            Tensor w = Tensor.ofDoubles(new double[] {2, 3, 6}, 1, 3).requiresGrad();
            Tensor points = NumericGradients.random(3, 5, 3);
            UnaryOperator<Tensor> critic = x -> Dense.linear(x, w, null);
            assertThat(GradientPenalty.towards(1, critic, points).item()).isCloseTo(36, within(1e-12));
            assertThat(GradientPenalty.squared(critic, points).item()).isCloseTo(49, within(1e-12));
            GradientPenalty.towards(1, critic, points).backward();
            // d(|w| - 1)^2/dw = 2 (|w| - 1) w / |w|
            assertThat(Objects.requireNonNull(w.grad()).toDoubles())
                    .containsExactly(new double[] {24 / 7.0, 36 / 7.0, 72 / 7.0}, within(1e-12));
        });
    }

    @Test
    void aCriticWithoutSlopeHasAFiniteGradient() {
        Scope.run(() -> {
            Tensor w = Tensor.ofDoubles(new double[3], 1, 3).requiresGrad();
            GradientPenalty.towards(1, x -> Dense.linear(x, w, null), NumericGradients.random(3, 5, 3))
                    .backward();
            assertThat(Objects.requireNonNull(w.grad()).toDoubles()).containsOnly(0);
        });
    }

    @Test
    void pointsLieOnTheLineAndAreCutOff() {
        Scope.run(() -> {
            Tensor real = Tensor.ofDoubles(new double[] {1, 2, 3, 4}, 2, 2).requiresGrad();
            Tensor fake = Tensor.ofDoubles(new double[] {5, 6, 7, 8}, 2, 2);
            Tensor weights = Tensor.ofDoubles(new double[] {0.25, 2}, 2);
            Tensor points = GradientPenalty.between(real, fake, weights);
            assertThat(points.toDoubles()).containsExactly(4, 5, -1, 0);
            assertThatThrownBy(() -> points.sum().backward()).hasMessageContaining("got a constant");
        });
    }

    @Test
    void gradientsAreTakenWithoutTouchingParameters() {
        Scope.run(() -> {
            Tensor a = Tensor.ofDoubles(new double[] {3}, 1).requiresGrad();
            Tensor b = Tensor.ofDoubles(new double[] {5}, 1).requiresGrad();
            Tensor product = a.square().mul(b).sum();
            List<Tensor> first = Gradients.differentiable(product, List.of(a, b));
            assertThat(first.get(0).item()).isEqualTo(30);
            assertThat(first.get(1).item()).isEqualTo(9);
            assertThat(Gradients.of(first.get(0).sum(), List.of(a, b)).get(1).item())
                    .isEqualTo(6);
            assertThat(a.grad()).isNull();
            Gradients.accumulate(a.mul(b).sum(), List.of(b));
            assertThat(a.grad()).isNull();
            assertThat(Objects.requireNonNull(b.grad()).item()).isEqualTo(3);
        });
    }

    @Test
    void gradientsOutliveTheScopeThatTookThem() {
        Scope.run(() -> {
            Tensor x = Tensor.ofDoubles(new double[] {1, 2}, 2).requiresGrad();
            Tensor gradient =
                    Scope.keep(() -> Gradients.of(x.square().sum(), List.of(x)).get(0));
            assertThat(gradient.toDoubles()).containsExactly(2, 4);
        });
    }

    @Test
    void whatDoesNotReachTheResultIsTold() {
        Scope.run(() -> {
            Tensor a = Tensor.ones(1).requiresGrad();
            Tensor apart = Tensor.ones(2).requiresGrad();
            Tensor loss = a.square().sum();
            String expected =
                    "Gradients expects inputs that require gradients and reach the result, got Tensor FLOAT32 ";
            assertThatThrownBy(() -> Gradients.of(loss, List.of(a, apart))).hasMessage(expected + "[2] as input 1");
            assertThatThrownBy(() -> Gradients.of(loss, List.of(Tensor.ones(3))))
                    .hasMessage(expected + "[3] as input 0");
            assertThatThrownBy(() -> Gradients.of(Tensor.ones(1), List.of(a))).hasMessageContaining("got a constant");
            assertThatThrownBy(() -> Gradients.of(apart.square(), List.of(apart)))
                    .hasMessage("Gradients expects one element, got [2]");
            assertThatThrownBy(() -> Gradients.accumulate(loss, List.of()))
                    .hasMessage("Gradients.accumulate expects at least one parameter, got none");
            assertThatThrownBy(() -> Gradients.accumulate(loss, List.of(a.mul(2))))
                    .hasMessage(
                            "Gradients.accumulate expects parameters that require gradients, got Tensor FLOAT32 [1]");
        });
    }
}
