package io.grainflow.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HeteroscedasticNoiseTest implements NoiseDensityContract {
    private static final NoiseLevel LEVEL =
            new NoiseLevel(new double[] {0.01, 0.002, -0.0005}, new double[] {1e-4, 4e-4, 1e-3});

    @Override
    public NoiseDensity model() {
        return new HeteroscedasticNoise(
                Map.of(capture(), LEVEL, Capture.of("cam", 100), NoiseLevel.constant(0.01, 0.01, 0.01)));
    }

    @Override
    public Capture capture() {
        return Capture.of("cam", 1600);
    }

    @Override
    public double variance(int channel, double clean) {
        return LEVEL.b1(channel) * clean + LEVEL.b2(channel);
    }

    @Override
    public double nllOfCleanValue(int channel, double clean) {
        return 0.5 * Math.log(2 * Math.PI * variance(channel, (float) clean));
    }

    @Test
    void anUnknownIsoIsRefusedAndTheKnownOnesListed() {
        assertThatThrownBy(() -> model().sampleNoisy(clean(8, 8, 1), Capture.of("cam", 800), new Seed(1)))
                .isInstanceOf(UnknownCaptureException.class)
                .hasMessageContaining("does not know cam ISO 800")
                .hasMessageContaining("cam ISO 100|1600");
    }

    @Test
    void aNegativeVarianceCountsAsTheFloor() {
        NoiseLevel pedestal = new NoiseLevel(new double[] {0.01}, new double[] {-0.001});
        assertThat(pedestal.variance(0, 0.05)).isEqualTo(NoiseLevel.VARIANCE_FLOOR);
        assertThat(pedestal.variance(0, 0.5)).isEqualTo(0.01 * 0.5 - 0.001);
        Image black = Image.copyOf(PixelDomain.RAW_PACKED, 4, 4, new float[16]);
        float[] noisy = new HeteroscedasticNoise(Map.of(capture(), pedestal))
                .sampleNoisy(black, capture(), new Seed(1))
                .toArray();
        for (float value : noisy) {
            assertThat(Math.abs(value)).isLessThan(1e-5f);
        }
    }

    @Test
    void levelsWithTheSameCoefficientsAreEqual() {
        assertThat(new NoiseLevel(new double[] {1}, new double[] {2}))
                .isEqualTo(new NoiseLevel(new double[] {1}, new double[] {2}))
                .hasSameHashCodeAs(new NoiseLevel(new double[] {1}, new double[] {2}))
                .isNotEqualTo(new NoiseLevel(new double[] {1}, new double[] {3}));
    }
}
