package io.grainflow.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomFieldTest {
    private static final int COUNT = 1_000_000;

    @Test
    void numbersAreTheSameOnEveryJavaVersion() {
        RandomField field = new RandomField(new Seed(42));
        long hash = 0;
        for (int i = 0; i < COUNT; i++) {
            hash = 31 * hash + Double.doubleToLongBits(field.normal(i));
            hash = 31 * hash + Double.doubleToLongBits(field.uniform(i, i % 5));
        }
        assertThat(hash).isEqualTo(-4369108417206079019L);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, -7, 123456789})
    void normalNumbersHaveTheMomentsAndTailsOfTheNormalDistribution(long seed) {
        RandomField field = new RandomField(new Seed(seed));
        double[] moments = new double[5];
        int[] beyond = new int[6];
        for (int i = 0; i < COUNT; i++) {
            double z = field.normal(i);
            double power = 1;
            for (int k = 1; k <= 4; k++) {
                power *= z;
                moments[k] += power / COUNT;
            }
            for (int k = 1; k <= 4; k++) {
                beyond[k] += Math.abs(z) > k ? 1 : 0;
            }
        }
        // Five standard errors: the variances of z, z^2, z^3, z^4 are 1, 2, 15, 96.
        assertThat(moments[1]).isCloseTo(0, within(5 * Math.sqrt(1.0 / COUNT)));
        assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / COUNT)));
        assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / COUNT)));
        assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / COUNT)));
        double[] share = {1, 0.31731051, 0.04550026, 0.00269980, 6.334248e-5};
        for (int k = 1; k <= 4; k++) {
            double expected = share[k] * COUNT;
            assertThat((double) beyond[k]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 99})
    void neighboursAndSeedsAreIndependent(long seed) {
        RandomField field = new RandomField(new Seed(seed));
        RandomField next = new RandomField(new Seed(seed + 1));
        double[] products = new double[4];
        for (int i = 0; i < COUNT; i++) {
            double z = field.normal(i);
            products[0] += z * field.normal(i + 1);
            products[1] += z * field.normal(i + 512);
            products[2] += z * next.normal(i);
            products[3] += (field.uniform(i, 0) - 0.5) * (field.uniform(i, 1) - 0.5) * 12;
        }
        for (double product : products) {
            assertThat(product / COUNT).isCloseTo(0, within(5 / Math.sqrt(COUNT)));
        }
    }

    @Test
    void uniformNumbersFillTheOpenUnitIntervalEvenly() {
        RandomField field = new RandomField(new Seed(5));
        int[] counts = new int[100];
        for (int i = 0; i < COUNT; i++) {
            double u = field.uniform(i, 3);
            assertThat(u).isBetween(Double.MIN_VALUE, Math.nextDown(1.0));
            counts[(int) (100 * u)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9500, 10500);
        }
    }
}
