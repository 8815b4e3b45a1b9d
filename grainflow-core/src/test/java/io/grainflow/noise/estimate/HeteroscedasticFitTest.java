package io.grainflow.noise.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.IndependentGaussian;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.Scenes;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeteroscedasticFitTest {
    private static final NoiseLevel TRUTH =
            new NoiseLevel(new double[] {0.004, 0.01, 5e-4}, new double[] {2e-4, 1e-3, 1e-4});

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void findsTheNoiseOfUnclippedPairs(long seed) {
        NoiseStatistics statistics = statistics(TRUTH, 0, 1, false, seed);
        assertClose(HeteroscedasticFit.fit(statistics), TRUTH, 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7, 8})
    void findsTheNoiseOfEightBitFilesWithAFifthOfTheSceneSaturated(long seed) {
        NoiseStatistics statistics = statistics(TRUTH, -0.125, 1.125, true, seed);
        assertThat(statistics.quantisationStep()).isEqualTo(1.0 / 255);
        assertClose(HeteroscedasticFit.fit(statistics), TRUTH, 5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {9, 10})
    void findsNoiseSoStrongThatHalfOfTheRangeClips(long seed) {
        NoiseLevel strong = new NoiseLevel(new double[] {0.03}, new double[] {0.006});
        assertClose(HeteroscedasticFit.fit(statistics(strong, 0, 1, true, seed)), strong, 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void findsNoiseThatFallsTowardsWhite(long seed) {
        NoiseLevel falling = new NoiseLevel(new double[] {-6e-4}, new double[] {8e-4});
        assertClose(HeteroscedasticFit.fit(statistics(falling, 0, 1, true, seed)), falling, 5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {13, 14})
    void roundingIsNotTakenForNoise(long seed) {
        NoiseLevel faint = new NoiseLevel(new double[] {1e-5}, new double[] {5e-6});
        assertClose(HeteroscedasticFit.fit(statistics(faint, 0.1, 0.9, true, seed)), faint, 6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {15, 16})
    void isTheMaximumOfTheLikelihood(long seed) {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        NoisyPair pair =
                Scenes.pair(Scenes.tiles(3, 256, 256, 0.3, 0.7, new Seed(seed)), TRUTH, new Seed(seed).child("noise"));
        statistics.add(pair);
        NoiseLevel best = HeteroscedasticFit.fit(statistics);
        // All pixels, including edges, so only large steps are certain to be worse.
        double least = IndependentGaussian.nllNatsPerDim(pair, best);
        for (double factor : new double[] {0.8, 1.25}) {
            assertThat(IndependentGaussian.nllNatsPerDim(pair, scaled(best, factor, 1)))
                    .isGreaterThan(least);
            assertThat(IndependentGaussian.nllNatsPerDim(pair, scaled(best, 1, factor)))
                    .isGreaterThan(least);
        }
    }

    @Test
    void aFlatFieldGivesConstantNoise() {
        float[] grey = new float[100 * 100];
        Arrays.fill(grey, 0.4f);
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        statistics.add(
                Scenes.pair(Image.adopt(PixelDomain.SRGB, 100, 100, grey), NoiseLevel.constant(0.05), new Seed(3)));
        NoiseLevel level = HeteroscedasticFit.fit(statistics);
        assertThat(level.b1(0)).isZero();
        assertThat(level.b2(0)).isCloseTo(0.0025, withinPercentage(7));
    }

    @Test
    void varianceStaysPositiveWhereNoPixelsWere() {
        // Noise that decreases towards black faster than a line through its bright part.
        NoiseLevel pedestal = new NoiseLevel(new double[] {0.01}, new double[] {-0.004});
        NoiseLevel level = HeteroscedasticFit.fit(statistics(pedestal, 0.5, 0.8, false, 21));
        assertThat(level.b2(0)).isPositive();
        assertThat(level.variance(0, 0.7)).isCloseTo(0.003, withinPercentage(15));
    }

    @Test
    void equalImagesGiveTheLeastNoise() {
        Image clean = Scenes.tiles(1, 64, 64, 0.1, 0.9, new Seed(1));
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        statistics.add(new NoisyPair("s", clean, clean, Scenes.CAPTURE));
        assertThat(HeteroscedasticFit.fit(statistics).variance(0, 0.5)).isBetween(0.0, 2e-12);
    }

    @Test
    void saysWhatIsMissing() {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        assertThatThrownBy(() -> HeteroscedasticFit.fit(statistics))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cam ISO 400");
        float[] white = new float[64 * 64];
        Arrays.fill(white, 1);
        Image saturated = Image.adopt(PixelDomain.SRGB, 64, 64, white);
        statistics.add(new NoisyPair("s", saturated, saturated, Scenes.CAPTURE));
        assertThatThrownBy(() -> HeteroscedasticFit.fit(statistics))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("saturated");
    }

    private static NoiseStatistics statistics(NoiseLevel level, double from, double to, boolean file, long seed) {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        for (int i = 0; i < 4; i++) {
            Seed own = new Seed(seed).child(i);
            Image scene = Scenes.tiles(level.channels(), 256, 256, from, to, own.child("scene"));
            NoisyPair pair = Scenes.pair(scene, level, own.child("noise"));
            statistics.add(file ? Scenes.file(pair) : pair);
        }
        return statistics;
    }

    private static void assertClose(NoiseLevel found, NoiseLevel truth, double percent) {
        for (int c = 0; c < truth.channels(); c++) {
            for (double x : new double[] {0.1, 0.5, 0.9}) {
                assertThat(found.variance(c, x))
                        .as("variance of channel " + c + " at " + x + ", found " + found)
                        .isCloseTo(truth.variance(c, x), withinPercentage(percent));
            }
            assertThat(found.b1(c)).as("b1 of channel " + c).isCloseTo(truth.b1(c), withinPercentage(2 * percent));
        }
    }

    private static NoiseLevel scaled(NoiseLevel level, double b1, double b2) {
        double[] slopes = new double[level.channels()];
        double[] offsets = new double[level.channels()];
        for (int c = 0; c < slopes.length; c++) {
            slopes[c] = b1 * level.b1(c);
            offsets[c] = b2 * level.b2(c);
        }
        return new NoiseLevel(slopes, offsets);
    }
}
