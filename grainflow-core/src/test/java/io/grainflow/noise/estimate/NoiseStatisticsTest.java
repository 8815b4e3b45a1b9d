package io.grainflow.noise.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.Scenes;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoiseStatisticsTest {
    private static final NoiseLevel LEVEL = new NoiseLevel(new double[] {0.004, 0.001}, new double[] {2e-4, 1e-4});

    @Test
    void partsJoinToTheWhole() {
        NoiseStatistics whole = new NoiseStatistics(Scenes.CAPTURE);
        NoiseStatistics first = new NoiseStatistics(Scenes.CAPTURE);
        NoiseStatistics second = new NoiseStatistics(Scenes.CAPTURE);
        for (int i = 0; i < 4; i++) {
            whole.add(pair(i));
            (i < 2 ? first : second).add(pair(i));
        }
        NoiseStatistics joined = new NoiseStatistics(Scenes.CAPTURE);
        joined.merge(first);
        joined.merge(second);
        NoiseLevel expected = HeteroscedasticFit.fit(whole);
        NoiseLevel found = HeteroscedasticFit.fit(joined);
        for (int c = 0; c < 2; c++) {
            assertThat(found.b1(c)).isCloseTo(expected.b1(c), withinPercentage(1e-6));
            assertThat(found.b2(c)).isCloseTo(expected.b2(c), withinPercentage(1e-6));
        }
        assertThat(GaussianFit.fit(joined)).containsExactly(GaussianFit.fit(whole), within(1e-12));
    }

    @Test
    void brightnessDriftIsNotNoise() {
        NoiseStatistics still = new NoiseStatistics(Scenes.CAPTURE);
        NoiseStatistics drifting = new NoiseStatistics(Scenes.CAPTURE);
        for (int i = 0; i < 4; i++) {
            NoisyPair pair = pair(i);
            still.add(pair);
            Image brighter = Scenes.plus(pair.noisy(), i % 2 == 0 ? 0.02 : -0.02);
            drifting.add(new NoisyPair("s", pair.clean(), brighter, Scenes.CAPTURE));
        }
        double expected = HeteroscedasticFit.fit(still).variance(1, 0.5);
        assertThat(HeteroscedasticFit.fit(drifting).variance(1, 0.5)).isCloseTo(expected, withinPercentage(1));
    }

    @Test
    void removingTheMeanOfSmallImagesDoesNotShrinkTheNoise() {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        for (int i = 0; i < 3000; i++) {
            Image clean = Scenes.plus(Image.copyOf(PixelDomain.SRGB, 6, 6, new float[36]), 0.3 + 1e-4 * i);
            statistics.add(Scenes.pair(clean, NoiseLevel.constant(0.02), new Seed(i)));
        }
        assertThat(HeteroscedasticFit.fit(statistics).variance(0, 0.45)).isCloseTo(4e-4, withinPercentage(2.5));
    }

    /** References are slightly blurred, so outlines of the scene must be left out. */
    @Test
    void outlinesOfTheSceneAreLeftOut() {
        Image sharp = Scenes.tiles(2, 256, 256, 0.1, 0.9, new Seed(5));
        NoisyPair pair = Scenes.pair(sharp, LEVEL, new Seed(6));
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        statistics.add(new NoisyPair("s", shifted(sharp, 0.3f), pair.noisy(), Scenes.CAPTURE));
        NoiseLevel level = HeteroscedasticFit.fit(statistics);
        assertThat(level.variance(0, 0.5)).isCloseTo(LEVEL.variance(0, 0.5), withinPercentage(6));
        assertThat(GaussianFit.fit(statistics)[0]).isGreaterThan(1.15 * Math.sqrt(LEVEL.variance(0, 0.5)));
    }

    @Test
    void gaussianIsThePooledDeviation() {
        Image clean = Image.copyOf(PixelDomain.SRGB, 1, 4, new float[] {0.1f, 0.5f, 0.5f, 1});
        Image noisy = Image.copyOf(PixelDomain.SRGB, 1, 4, new float[] {0.2f, 0.4f, 0.8f, 1});
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        statistics.add(new NoisyPair("s", clean, noisy, Scenes.CAPTURE));
        double mean = (0.1 - 0.1 + 0.3) / 4;
        assertThat(GaussianFit.fit(statistics)[0])
                .isCloseTo(Math.sqrt((0.01 + 0.01 + 0.09) / 4 - mean * mean), within(1e-7));
    }

    @Test
    void otherCapturesAndChannelsAreRefused() {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        statistics.add(pair(0));
        Image grey = Scenes.tiles(1, 32, 32, 0, 1, new Seed(1));
        assertThatThrownBy(() -> statistics.add(new NoisyPair("s", grey, grey, Scenes.CAPTURE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("channels");
        assertThatThrownBy(() -> statistics.add(new NoisyPair("s", grey, grey, Capture.of("cam", 401))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void curveShowsTheNoiseOverTheCleanValue() {
        NoiseStatistics statistics = new NoiseStatistics(Scenes.CAPTURE);
        for (int i = 0; i < 4; i++) {
            statistics.add(pair(i));
        }
        List<NoiseCurve.Point> points = NoiseCurve.of(statistics, 20).channels().get(0);
        assertThat(points).hasSizeBetween(15, 20);
        for (NoiseCurve.Point point : points) {
            double expected = Math.sqrt(LEVEL.variance(0, point.clean()));
            double error = 5 * expected / Math.sqrt(2.0 * point.count());
            assertThat(point.sigma()).isCloseTo(expected, within(error));
        }
        assertThat(points).isSortedAccordingTo((a, b) -> Double.compare(a.clean(), b.clean()));
    }

    private static NoisyPair pair(int index) {
        Seed seed = new Seed(100).child(index);
        return Scenes.pair(Scenes.tiles(2, 128, 128, 0.1, 0.9, seed.child("scene")), LEVEL, seed.child("noise"));
    }

    /** Moved by a part of a pixel to the left. */
    private static Image shifted(Image image, float part) {
        float[] values = image.toArray();
        for (int i = 0; i + 1 < values.length; i++) {
            values[i] = (1 - part) * values[i] + part * values[i + 1];
        }
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }
}
