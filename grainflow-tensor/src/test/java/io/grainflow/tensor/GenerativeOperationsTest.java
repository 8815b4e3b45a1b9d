package io.grainflow.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.random.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Operations of generators and critics: values compared with plain Java in float64, gradients with finite differences. */
final class GenerativeOperationsTest {
    private static final long[] SHAPE = {2, 4, 4, 6};
    private static final int PLANE = 24;
    private static final int COUNT = 192;

    @Test
    void logarithmsOfTheSigmoidDoNotOverflow() {
        double[] values = {-800, -3, -0.1, 0, 0.1, 3, 800};
        Scope.run(() -> {
            double[] plus = Activations.softplus(Tensor.ofDoubles(values, 7)).toDoubles();
            double[] log = Activations.logSigmoid(Tensor.ofDoubles(values, 7)).toDoubles();
            for (int i = 0; i < 7; i++) {
                double want = Math.max(values[i], 0) + Math.log1p(Math.exp(-Math.abs(values[i])));
                assertThat(plus[i]).isCloseTo(want, within(1e-12));
                assertThat(log[i]).isCloseTo(values[i] - want, within(1e-12));
            }
        });
    }

    @Test
    void slopesOfPreluAreOneOrOneForEachChannel() {
        Scope.run(() -> {
            double[] x = random(1).toDoubles();
            double[] one = Activations.prelu(random(1), doubles(0.3)).toDoubles();
            double[] each =
                    Activations.prelu(random(1), doubles(0.1, 0.2, 0.3, -0.4)).toDoubles();
            double[] slopes = {0.1, 0.2, 0.3, -0.4};
            for (int i = 0; i < COUNT; i++) {
                assertThat(one[i]).isEqualTo(x[i] > 0 ? x[i] : 0.3 * x[i]);
                assertThat(each[i]).isEqualTo(x[i] > 0 ? x[i] : slopes[i / PLANE % 4] * x[i]);
            }
        });
    }

    @Test
    void instanceNormUsesThePlanesOwnBiasedVariance() {
        Scope.run(() -> {
            double[] x = random(2).toDoubles();
            double[] plain =
                    Normalisations.instance(random(2), null, null, 1e-3).toDoubles();
            double[] affine = Normalisations.instance(random(2), doubles(1, 2, 3, 4), doubles(0.1, 0.2, 0.3, 0.4), 1e-3)
                    .toDoubles();
            for (int plane = 0; plane < 8; plane++) {
                double[] part = Arrays.copyOfRange(x, plane * PLANE, (plane + 1) * PLANE);
                double mean = mean(part);
                double scale = 1 / Math.sqrt(squares(part, mean) / PLANE + 1e-3);
                for (int i = 0; i < PLANE; i++) {
                    double want = (part[i] - mean) * scale;
                    assertThat(plain[plane * PLANE + i]).isCloseTo(want, within(1e-12));
                    int channel = plane % 4 + 1;
                    assertThat(affine[plane * PLANE + i]).isCloseTo(channel * want + 0.1 * channel, within(1e-12));
                }
            }
        });
    }

    @Test
    void imageNormUsesTheImagesUnbiasedDeviation() {
        Scope.run(() -> {
            double[] x = random(3).toDoubles();
            double[] got = Normalisations.image(random(3), 1e-3).toDoubles();
            double[] deviations =
                    Reductions.deviation(random(3), false, 1, 2, 3).toDoubles();
            for (int image = 0; image < 2; image++) {
                double[] part = Arrays.copyOfRange(x, image * 96, (image + 1) * 96);
                double mean = mean(part);
                double deviation = Math.sqrt(squares(part, mean) / 95);
                assertThat(deviations[image]).isCloseTo(deviation, within(1e-12));
                for (int i = 0; i < 96; i++) {
                    assertThat(got[image * 96 + i]).isCloseTo((part[i] - mean) / (deviation + 1e-3), within(1e-12));
                }
            }
        });
    }

    @Test
    void linearLayersAreMatrices() {
        Scope.run(() -> {
            Tensor x = Tensor.ofDoubles(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor weight = Tensor.ofDoubles(new double[] {1, 0, -1, 2, 1, 0.5}, 2, 3);
            assertThat(Dense.linear(x, weight, doubles(10, 20)).toDoubles()).containsExactly(8, 25.5, 8, 36);
            assertThat(Dense.linear(x, weight, null).toDoubles()).containsExactly(-2, 5.5, -2, 16);
        });
    }

    @Test
    void rowsAndColumnsMoveWhereTheySay() {
        Scope.run(() -> {
            Tensor x = counting(1, 1, 4, 6);
            assertThat(Resampling.every(x, 3, 1, 2).toDoubles()).containsExactly(8, 11);
            assertThat(Resampling.every(x, 2, 0, 1).toDoubles()).containsExactly(1, 3, 5, 13, 15, 17);
            Tensor deep = Resampling.spaceToDepth(x);
            assertThat(deep.shape()).containsExactly(1, 4, 2, 3);
            assertThat(deep.toDoubles()).startsWith(0, 2, 4, 12, 14, 16, 1, 3, 5);
            assertThat(Resampling.depthToSpace(deep).toDoubles()).containsExactly(x.toDoubles());
            double[] means = Resampling.windowMean(x, 3).toDoubles();
            assertThat(means[0]).isCloseTo((0 + 1 + 6 + 7) / 9.0, within(1e-12));
            assertThat(means[7]).isCloseTo(7, within(1e-12));
        });
    }

    /** out(2y + i, 2x + j) = weight(i, j) * in(y, x) + bias: with stride 2 the blocks of a 2x2 kernel do not meet. */
    @Test
    void doubledConvolutionOfTwoByTwo() {
        Scope.run(() -> {
            Tensor x = Tensor.ofDoubles(new double[] {1, 2}, 1, 1, 1, 2);
            Tensor weight = Tensor.ofDoubles(new double[] {1, 10, 100, 1000}, 1, 1, 2, 2);
            Tensor y = x.doubledConv2d(weight, doubles(0.5));
            assertThat(y.shape()).containsExactly(1, 1, 2, 4);
            assertThat(y.toDoubles()).containsExactly(1.5, 10.5, 2.5, 20.5, 100.5, 1000.5, 200.5, 2000.5);
        });
    }

    @Test
    void lossesAreMeans() {
        Scope.run(() -> {
            Tensor x = doubles(1, -2, 3);
            Tensor y = doubles(2, 2, 2);
            assertThat(LossFunctions.meanAbsolute(x, y).item()).isCloseTo(2, within(1e-15));
            assertThat(LossFunctions.meanSquared(x, y).item()).isCloseTo(6, within(1e-15));
            assertThat(LossFunctions.hinge(x, y.mul(-0.25)).item()).isCloseTo(1 + 0.5, within(1e-15));
            assertThat(LossFunctions.logistic(doubles(0.3), doubles(-0.2)).item())
                    .isCloseTo(Math.log1p(Math.exp(-0.3)) + Math.log1p(Math.exp(-0.2)), within(1e-15));
        });
    }

    @Test
    void dropoutIsAFunctionOfItsSeed() {
        Scope.run(() -> {
            Tensor x = Tensor.ones(40, 50, 2, 2);
            float[] single = Dropout.elements(x, 0.25, new Seed(5)).toFloats();
            assertThat(Dropout.elements(x, 0.25, new Seed(5)).toFloats()).containsExactly(single);
            assertThat(Dropout.elements(x, 0.25, new Seed(6)).toFloats()).isNotEqualTo(single);
            assertThat(Dropout.elements(x, 0, new Seed(5)).toFloats()).containsOnly(1);
            float[] channels = Dropout.channels(x, 0.25, new Seed(5)).toFloats();
            float kept = (float) (1 / 0.75);
            assertThat(single).containsOnly(0, kept);
            assertThat(channels).containsOnly(0, kept);
            int lost = 0;
            for (int i = 0; i < channels.length; i += 4) {
                assertThat(channels[i + 1]).isEqualTo(channels[i]);
                assertThat(channels[i + 3]).isEqualTo(channels[i]);
                lost += channels[i] == 0 ? 1 : 0;
            }
            assertThat(lost / 2000.0).isCloseTo(0.25, within(0.04));
        });
    }

    @TestFactory
    List<DynamicTest> gradientsAgreeWithDifferences() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("softplus", Activations::softplus);
        functions.put("logSigmoid", Activations::logSigmoid);
        functions.put("prelu", x -> Activations.prelu(x, doubles(0.3)));
        functions.put("slopes of prelu", x -> Activations.prelu(random(4), x.mean(false, 0, 2, 3)));
        functions.put(
                "instance", x -> Normalisations.instance(x, null, null, 1e-4).mul(random(5)));
        functions.put(
                "instance, affine",
                x -> Normalisations.instance(x, doubles(1, 2, 3, 4), x.mean(false, 0, 2, 3), 1e-4)
                        .mul(random(5)));
        functions.put("image", x -> Normalisations.image(x, 1e-4).mul(random(6)));
        functions.put("deviation", x -> Reductions.deviation(x, true, 1, 2));
        functions.put("norm", x -> Reductions.norm(x, true, 1, 2, 3));
        functions.put(
                "linear in the input",
                x -> Dense.linear(x.reshape(8, 24), random(7).reshape(8, 24), null));
        functions.put(
                "linear in the weight",
                x -> Dense.linear(
                        random(8).reshape(8, 24),
                        x.reshape(8, 24),
                        x.reshape(8, 24).mean(false, 1)));
        functions.put("every", x -> Resampling.every(x, 3, 1, 1));
        functions.put("spaceToDepth", Resampling::spaceToDepth);
        functions.put("depthToSpace", Resampling::depthToSpace);
        functions.put("windowMean", x -> Resampling.windowMean(x, 3));
        functions.put("doubledConv2d in the input", x -> x.doubledConv2d(random(9, 4, 2, 2, 2), doubles(1, 2)));
        functions.put(
                "doubledConv2d in the weight",
                x -> random(9, 1, 24, 2, 2).doubledConv2d(x.reshape(24, 2, 2, 2), doubles(1, 2)));
        functions.put("dropout", x -> Dropout.channels(Dropout.elements(x, 0.3, new Seed(1)), 0.5, new Seed(2)));
        functions.put("meanAbsolute", x -> LossFunctions.meanAbsolute(x, random(10)));
        functions.put("meanSquared", x -> LossFunctions.meanSquared(x, random(10)));
        functions.put("hinge", x -> LossFunctions.hinge(x, x.mul(random(11))));
        functions.put("logistic", x -> LossFunctions.logistic(x, x.mul(random(11))));
        return functions.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> NumericGradients.compare(entry.getValue(), 5, SHAPE)))
                .toList();
    }

    private static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    private static Tensor random(long seed) {
        return NumericGradients.random(seed, SHAPE);
    }

    private static Tensor random(long seed, long... shape) {
        return NumericGradients.random(seed, shape);
    }

    private static Tensor doubles(double... values) {
        return Tensor.ofDoubles(values, values.length);
    }

    private static Tensor counting(long... shape) {
        int count = Math.toIntExact(Shapes.count(shape));
        double[] values = new double[count];
        Arrays.setAll(values, i -> i);
        return Tensor.ofDoubles(values, shape);
    }
}
