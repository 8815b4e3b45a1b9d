package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values compared with plain Java, gradients with central differences in float64. */
final class OperationsTest {
    private static final long[] SHAPE = {2, 3, 4, 5};
    private static final int COUNT = 120;

    @TestFactory
    List<DynamicTest> elementWiseValues() {
        Map<String, UnaryOperator<Tensor>> ours = new LinkedHashMap<>();
        Map<String, DoubleUnaryOperator> theirs = new LinkedHashMap<>();
        pair(ours, theirs, "add", t -> t.add(2.5), x -> x + 2.5);
        pair(ours, theirs, "sub", t -> t.sub(2.5), x -> x - 2.5);
        pair(ours, theirs, "mul", t -> t.mul(2.5), x -> x * 2.5);
        pair(ours, theirs, "div", t -> t.div(2.5), x -> x / 2.5);
        pair(ours, theirs, "neg", Tensor::neg, x -> -x);
        pair(ours, theirs, "square", Tensor::square, x -> x * x);
        pair(ours, theirs, "sqrt", t -> t.square().sqrt(), Math::abs);
        pair(ours, theirs, "exp", Tensor::exp, Math::exp);
        pair(ours, theirs, "log", t -> t.abs().log(), x -> Math.log(Math.abs(x)));
        pair(ours, theirs, "clamp", t -> t.clamp(-0.5, 0.7), x -> Math.max(-0.5, Math.min(0.7, x)));
        pair(ours, theirs, "relu", Tensor::relu, x -> Math.max(0, x));
        pair(ours, theirs, "leakyRelu", t -> t.leakyRelu(0.2), x -> x > 0 ? x : 0.2 * x);
        pair(ours, theirs, "sigmoid", Tensor::sigmoid, x -> 1 / (1 + Math.exp(-x)));
        pair(ours, theirs, "tanh", Tensor::tanh, Math::tanh);
        return ours.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> Scope.run(() -> {
                            Tensor x = random(11);
                            double[] values = x.toDoubles();
                            double[] got = Objects.requireNonNull(ours.get(name))
                                    .apply(x)
                                    .toDoubles();
                            for (int i = 0; i < COUNT; i++) {
                                double want =
                                        Objects.requireNonNull(theirs.get(name)).applyAsDouble(values[i]);
                                assertThat(got[i]).isCloseTo(want, within(1e-12 * (1 + Math.abs(want))));
                            }
                        })))
                .toList();
    }

    @Test
    void shapesMoveValuesWhereTheySay() {
        Scope.run(() -> {
            Tensor x = Tensor.of(counting(12), 1, 1, 3, 4);
            assertThat(x.permute(0, 1, 3, 2).shape()).containsExactly(1, 1, 4, 3);
            assertThat(x.permute(0, 1, 3, 2).toFloats()).startsWith(0, 4, 8, 1);
            assertThat(x.sum(false, 2).toFloats()).containsExactly(12, 15, 18, 21);
            assertThat(x.sum(true, 2, 3).shape()).containsExactly(1, 1, 1, 1);
            assertThat(x.mean(true, 3).toFloats()).containsExactly(1.5f, 5.5f, 9.5f);
            assertThat(x.maxPool2().toFloats()).containsExactly(5, 7);
            assertThat(x.narrow(2, 0, 1).upsampleNearest2().toFloats())
                    .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 1, 1, 2, 2, 3, 3);
            assertThat(x.narrow(2, 0, 2).padReflect(2, 1, 0, 1).toFloats())
                    .containsExactly(2, 1, 0, 1, 2, 3, 2, 6, 5, 4, 5, 6, 7, 6, 2, 1, 0, 1, 2, 3, 2);
            Tensor a = x.reshape(3, 4);
            assertThat(a.matmul(a.permute(1, 0)).toFloats()).containsExactly(14, 38, 62, 38, 126, 214, 62, 214, 366);
            assertThat(Tensor.cat(List.of(a.narrow(0, 2, 1), a.narrow(0, 0, 1)), 0)
                            .toFloats())
                    .containsExactly(8, 9, 10, 11, 0, 1, 2, 3);
        });
    }

    @Test
    void batchNormFollowsItsDefinitionAndRemembersTheUnbiasedVariance() {
        Scope.run(() -> {
            Tensor x = random(3);
            double[] v = x.toDoubles();
            Tensor mean = Tensor.zeros(3).to(DType.FLOAT64);
            Tensor variance = Tensor.ones(3).to(DType.FLOAT64);
            RunningStatistics statistics = new RunningStatistics(mean, variance, 0.3, 1e-4);
            Tensor gamma = Tensor.ofDoubles(new double[] {1, 2, 3}, 3);
            Tensor beta = Tensor.ofDoubles(new double[] {0.1, 0.2, 0.3}, 3);
            double[] trained = x.batchNorm(gamma, beta, statistics, true).toDoubles();
            double[] running = mean.toDoubles();
            double[] spread = variance.toDoubles();
            double[] evaluated = x.batchNorm(gamma, beta, statistics, false).toDoubles();
            for (int c = 0; c < 3; c++) {
                int channel = c;
                double[] part = IntStream.range(0, COUNT)
                        .filter(i -> i / 20 % 3 == channel)
                        .mapToDouble(i -> v[i])
                        .toArray();
                double mu = IntStream.range(0, 40).mapToDouble(i -> part[i]).sum() / 40;
                double biased = IntStream.range(0, 40)
                                .mapToDouble(i -> (part[i] - mu) * (part[i] - mu))
                                .sum()
                        / 40;
                assertThat(running[c]).isCloseTo(0.3 * mu, within(1e-12));
                assertThat(spread[c]).isCloseTo(0.7 + 0.3 * biased * 40 / 39, within(1e-12));
                double first = v[20 * c];
                assertThat(trained[20 * c])
                        .isCloseTo((c + 1) * (first - mu) / Math.sqrt(biased + 1e-4) + 0.1 * (c + 1), within(1e-10));
                assertThat(evaluated[20 * c])
                        .isCloseTo(
                                (c + 1) * (first - running[c]) / Math.sqrt(spread[c] + 1e-4) + 0.1 * (c + 1),
                                within(1e-10));
            }
            assertThat(mean.toDoubles()).containsExactly(running);
        });
    }

    @TestFactory
    List<DynamicTest> gradientsAgreeWithDifferences() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put(
                "arithmetic",
                x -> x.mul(x).sub(x.div(3)).add(random(5)).div(random(6).abs().add(1)));
        functions.put("roots", x -> x.square().add(1).sqrt().log().exp().neg());
        functions.put(
                "activations",
                x -> x.leakyRelu(0.2).add(x.relu()).mul(x.sigmoid()).add(x.tanh()));
        functions.put("magnitude", x -> x.abs().clamp(0.2, 1.1));
        functions.put("reductions", x -> x.sub(x.mean(true, 2, 3)).square().sum(true, 1));
        functions.put(
                "shapes", x -> Tensor.cat(List.of(x.permute(0, 2, 1, 3).reshape(2, 3, 4, 5), x.narrow(1, 1, 2)), 1));
        functions.put("product", x -> x.reshape(8, 15).matmul(x.reshape(15, 8)));
        functions.put("pool and pad", x -> x.padReflect(1, 2, 0, 3).maxPool2().upsampleNearest2());
        functions.put("convolution of the input", x -> x.conv2d(random(7).reshape(10, 3, 2, 2), null, 2, 1));
        functions.put("convolution of the weight", x -> random(8).conv2d(x.reshape(10, 3, 2, 2), null, 1, 1));
        functions.put("norm", x -> normed(x, true));
        functions.put("norm in use", x -> normed(x, false));
        return functions.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> NumericGradients.compare(entry.getValue(), 3, SHAPE)))
                .toList();
    }

    private static Tensor normed(Tensor x, boolean training) {
        RunningStatistics statistics = new RunningStatistics(
                Tensor.full(0.1, 3).to(DType.FLOAT64), Tensor.full(0.8, 3).to(DType.FLOAT64), 0.1, 1e-4);
        Tensor gamma = Tensor.full(1.3, 3).to(DType.FLOAT64);
        Tensor beta = Tensor.full(0.3, 3).to(DType.FLOAT64);
        return x.batchNorm(gamma, beta, statistics, training).mul(random(9));
    }

    private static Tensor random(long seed) {
        return Tensor.randn(new Seed(seed), SHAPE).to(DType.FLOAT64);
    }

    private static float[] counting(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    private static void pair(
            Map<String, UnaryOperator<Tensor>> ours,
            Map<String, DoubleUnaryOperator> theirs,
            String name,
            UnaryOperator<Tensor> our,
            DoubleUnaryOperator their) {
        ours.put(name, our);
        theirs.put(name, their);
    }
}
