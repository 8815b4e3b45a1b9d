package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Compares gradients of the library with central differences in float64. */
final class NumericGradients {
    private NumericGradients() {}

    /** A smooth weighted sum of the outputs: a scalar that depends on every output. */
    static void compare(UnaryOperator<Tensor> function, int every, long... shape) {
        UnaryOperator<Tensor> loss = x -> {
            Tensor y = function.apply(x);
            return y.mul(y.add(0.7)).sum();
        };
        double[] values = Scope.heap(() -> random(1, shape).toDoubles());
        double[] gradient = Scope.heap(() -> {
            Tensor x = Tensor.ofDoubles(values, shape).requiresGrad();
            loss.apply(x).backward();
            return Objects.requireNonNull(x.grad()).toDoubles();
        });
        double h = 1e-6;
        for (int i = 0; i < values.length; i += every) {
            double slope = (at(loss, values, i, h, shape) - at(loss, values, i, -h, shape)) / (2 * h);
            assertThat(gradient[i]).as("element %d", i).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        }
    }

    /** Central difference of a function of the values of one tensor, of the fourth order (error h^4). */
    static double slope(UnaryOperator<Tensor> function, double[] values, int index, double h, long... shape) {
        double near = at(function, values, index, h, shape) - at(function, values, index, -h, shape);
        double far = at(function, values, index, 2 * h, shape) - at(function, values, index, -2 * h, shape);
        return (8 * near - far) / (12 * h);
    }

    private static double at(UnaryOperator<Tensor> loss, double[] values, int index, double shift, long... shape) {
        double[] moved = values.clone();
        moved[index] += shift;
        return Scope.heap(() -> loss.apply(Tensor.ofDoubles(moved, shape)).item());
    }

    static Tensor random(long seed, long... shape) {
        return Tensor.randn(new Seed(seed), shape).to(DType.FLOAT64);
    }
}
