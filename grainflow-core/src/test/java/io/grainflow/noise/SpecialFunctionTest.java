package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.noise.estimate.NormalTail;
import io.grainflow.noise.estimate.SymmetricEigenvalues;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecialFunctionTest {
    @Test
    void logGammaMatchesFactorialsAndHalves() {
        double factorial = 0;
        for (int n = 1; n < 170; n++) {
            assertThat(LogGamma.of(n)).isCloseTo(factorial, within(1e-14 * Math.max(1, factorial)));
            factorial += Math.log(n);
        }
        assertThat(LogGamma.of(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-14));
        assertThat(LogGamma.of(1e-8)).isCloseTo(-Math.log(1e-8), within(1e-7));
    }

    /** Expected: half the complementary error function of -z / sqrt(2), from the C library. */
    @ParameterizedTest
    @CsvSource({
        "0,0.5",
        "1,0.841344746068543",
        "-1,0.158655253931457",
        "-3,1.349898031630095e-3",
        "-4.99,3.01896462520849e-7",
        "-5.01,2.72150177285583e-7",
        "-10,7.619853024160527e-24",
        "-30,4.906713927148764e-198",
        "9,1"
    })
    void normalTailMatchesTables(double z, double expected) {
        assertThat(NormalTail.logCumulative(z)).isCloseTo(Math.log(expected), within(1e-9));
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        assertThat(NormalTail.hazard(z) * expected / density).isCloseTo(1, within(1e-9));
    }

    @Test
    void normalTailIsSmoothWhereTheMethodChanges() {
        assertThat(NormalTail.logCumulative(-5 - 1e-9)).isCloseTo(NormalTail.logCumulative(-5 + 1e-9), within(2e-8));
        assertThat(NormalTail.hazard(-5 - 1e-9)).isCloseTo(NormalTail.hazard(-5 + 1e-9), within(1e-8));
    }

    @Test
    void eigenvaluesOfTheSecondDifferenceAreKnown() {
        int n = 40;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i > 0) {
                matrix[i][i - 1] = -1;
            }
        }
        double[] values = SymmetricEigenvalues.of(matrix).descending();
        for (int i = 0; i < n; i++) {
            assertThat(values[i]).isCloseTo(2 + 2 * Math.cos(Math.PI * (i + 1) / (n + 1)), within(1e-13));
        }
    }

    /** A diagonal matrix turned by random reflections keeps its eigenvalues. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void eigenvaluesSurviveARotation(long seed) {
        int n = 24;
        RandomField field = new RandomField(new Seed(seed));
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = Math.pow(10, -Math.floor(i / 4.0));
        }
        for (int turn = 0; turn < 5; turn++) {
            reflect(matrix, field, turn * n);
        }
        double[] values = SymmetricEigenvalues.of(matrix).descending();
        for (int i = 0; i < n; i++) {
            assertThat(values[i]).isCloseTo(Math.pow(10, -Math.floor(i / 4.0)), within(1e-13));
        }
    }

    private static void reflect(double[][] matrix, RandomField field, int from) {
        int n = matrix.length;
        double[] v = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            v[i] = field.normal(from + i);
            square += v[i] * v[i];
        }
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < n; i++) {
                double product = 0;
                for (int j = 0; j < n; j++) {
                    product += v[j] * (side == 0 ? matrix[i][j] : matrix[j][i]);
                }
                for (int j = 0; j < n; j++) {
                    if (side == 0) {
                        matrix[i][j] -= 2 * product * v[j] / square;
                    } else {
                        matrix[j][i] -= 2 * product * v[j] / square;
                    }
                }
            }
        }
    }
}
