package io.grainflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of all transforms, tested in float64. */
public interface TransformContract {
    /** The transform under test, of parameters with the given names. */
    Transform transform(Parameters parameters);

    /** The transform's parameters. */
    List<ParameterSlot> slots();

    /** Channels, height and width of the input; small, because of the numeric Jacobian. */
    default long[] shape() {
        return new long[] {4, 2, 2};
    }

    /** Channels of the features of its condition, 0 for none. */
    default int features() {
        return 0;
    }

    /** The level that its positions are of. */
    default int level() {
        return 1;
    }

    /** Camera and ISO of each sample, for transforms that are conditioned on them. */
    default Optional<Exposures> exposures(int count) {
        return Optional.empty();
    }

    @BeforeEach
    default void load() {
        NativeLibrary.load();
    }

    /** Parameters with random values near zero, and with valid signs and permutations. */
    default Weights weights() {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : slots()) {
            RandomField field = new RandomField(new Seed(3).child(slot.name()));
            double[] values = new double[slot.count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = slot.name().endsWith(".permutation")
                        ? (i + 1) % values.length
                        : slot.name().endsWith(".sign") ? (i % 2 == 0 ? 1 : -1) : 0.3 * field.normal(i);
                if (slot.name().endsWith(".variance") || slot.name().endsWith(".scale")) {
                    values[i] = 0.5 + Math.abs(values[i]);
                }
            }
            tensors.put(slot.name(), StoredTensor.ofDoubles(values, slot.extents()));
        }
        return Weights.of(tensors);
    }

    /** Random values [count,C,H,W]. */
    default Tensor values(int count, long seed) {
        return random(seed, count, shape()[0], shape()[1], shape()[2]);
    }

    /** A condition for the given number of samples. */
    default Condition condition(int count) {
        List<Tensor> features =
                features() == 0 ? List.of() : List.of(random(9, count, features(), shape()[1], shape()[2]));
        return new Condition(features, PositionWeights.all(), exposures(count));
    }

    private static Tensor random(long seed, long... shape) {
        RandomField field = new RandomField(new Seed(seed));
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = field.normal(i);
        }
        return Tensor.ofDoubles(values, shape);
    }

    private Parameters parameters(boolean trained) {
        return trained
                ? Parameters.trainable(slots(), weights(), Device.CPU, DType.FLOAT64)
                : Parameters.frozen(slots(), weights(), Device.CPU, DType.FLOAT64);
    }

    @Test
    default void inverseUndoesForwardAndForwardInverse() {
        Scope.run(() -> NoGrad.run(() -> {
            Transform transform = transform(parameters(false));
            Tensor x = values(2, 1);
            Transformed there = transform.forward(x, condition(2));
            Transformed back = transform.inverse(there.value(), condition(2));
            close(back.value(), x, 1e-9);
            close(back.logAbsDet(), there.logAbsDet().neg(), 1e-9);
            Transformed again = transform.forward(
                    transform.inverse(there.value(), condition(2)).value(), condition(2));
            close(again.value(), there.value(), 1e-9);
            return true;
        }));
    }

    @Test
    default void logAbsDetIsThatOfTheNumericJacobian() {
        Scope.run(() -> NoGrad.run(() -> {
            Transform transform = transform(parameters(false));
            double[] x = values(1, 2).toDoubles();
            int n = x.length;
            double step = 1e-5;
            double[][] jacobian = new double[n][];
            for (int i = 0; i < n; i++) {
                double[] up = moved(transform, x, i, step);
                double[] down = moved(transform, x, i, -step);
                jacobian[i] = new double[n];
                for (int k = 0; k < n; k++) {
                    jacobian[i][k] = (up[k] - down[k]) / (2 * step);
                }
            }
            double expected = Determinants.logAbs(jacobian);
            double actual =
                    transform.forward(values(1, 2), condition(1)).logAbsDet().toDoubles()[0];
            assertThat(actual).isCloseTo(expected, within(1e-6));
            return true;
        }));
    }

    private double[] moved(Transform transform, double[] x, int index, double by) {
        double[] values = x.clone();
        values[index] += by;
        Tensor tensor = Tensor.ofDoubles(values, 1, shape()[0], shape()[1], shape()[2]);
        return transform.forward(tensor, condition(1)).value().toDoubles();
    }

    @Test
    default void aSampleAloneIsAsInABatch() {
        Scope.run(() -> NoGrad.run(() -> {
            Transform transform = transform(parameters(false));
            Tensor x = values(3, 4);
            Condition all = condition(3);
            Transformed batch = transform.forward(x, all);
            for (int i = 0; i < 3; i++) {
                int index = i;
                Condition own = new Condition(
                        all.features().stream()
                                .map(one -> one.narrow(0, index, 1))
                                .toList(),
                        PositionWeights.all(),
                        all.exposures().map(one -> alone(one, index)));
                Transformed alone = transform.forward(x.narrow(0, i, 1), own);
                close(alone.value(), batch.value().narrow(0, i, 1), 1e-12);
                close(alone.logAbsDet(), batch.logAbsDet().narrow(0, i, 1), 1e-12);
            }
            return true;
        }));
    }

    private static Exposures alone(Exposures all, int index) {
        return new Exposures(
                all.clean().narrow(0, index, 1),
                all.cameras().narrow(0, index, 1),
                all.isos().narrow(0, index, 1),
                all.iso().narrow(0, index, 1));
    }

    @Test
    default void everyParameterHasAFiniteGradient() {
        Scope.run(() -> {
            Parameters parameters = parameters(true);
            Transformed result = transform(parameters).forward(values(2, 5), condition(2));
            result.value().square().sum().add(result.logAbsDet().sum()).backward();
            for (Tensor parameter : parameters.trained()) {
                Tensor gradient = parameter.grad();
                assertThat(gradient).isNotNull();
                assertThat(java.util.Arrays.stream(gradient == null ? new double[0] : gradient.toDoubles())
                                .allMatch(Double::isFinite))
                        .isTrue();
            }
        });
    }

    @Test
    default void positionsThatDoNotCountAddNothingToTheLogAbsDet() {
        if (shape()[1] % 2 != 0) {
            return;
        }
        Scope.run(() -> NoGrad.run(() -> {
            Transform transform = transform(parameters(false));
            Tensor x = values(1, 6);
            Condition all = condition(1);
            double whole = transform.forward(x, all).logAbsDet().toDoubles()[0];
            double parts = 0;
            for (int half = 0; half < 2; half++) {
                Condition own = new Condition(all.features(), halfWeights(half), all.exposures());
                parts += transform.forward(x, own).logAbsDet().toDoubles()[0];
            }
            assertThat(parts).isCloseTo(whole, within(1e-9));
            return true;
        }));
    }

    /** Left or right half of the pixels that the shape came from, one level up. */
    private PositionWeights halfWeights(int half) {
        int height = (int) shape()[1] << level();
        int width = (int) shape()[2] << level();
        float[] pixels = new float[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i % width < width / 2) == (half == 0) ? 1 : 0;
        }
        return PositionWeights.of(pixels, 1, height, width, level(), DType.FLOAT64, Device.CPU);
    }

    @Test
    default void nothingLeaks() {
        Runnable work = () -> Scope.run(() -> NoGrad.run(() -> {
            Transform transform = transform(parameters(false));
            transform.inverse(transform.forward(values(1, 7), condition(1)).value(), condition(1));
            return true;
        }));
        work.run();
        long before = NativeLibrary.liveObjects();
        for (int i = 0; i < 20; i++) {
            work.run();
        }
        // fewer if the garbage collector freed objects of earlier tests
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }

    private static void close(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.toDoubles()).hasSameSizeAs(expected.toDoubles());
        for (int i = 0; i < actual.toDoubles().length; i++) {
            assertThat(actual.toDoubles()[i]).isCloseTo(expected.toDoubles()[i], within(tolerance));
        }
    }
}
