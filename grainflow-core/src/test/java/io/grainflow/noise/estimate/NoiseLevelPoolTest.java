package io.grainflow.noise.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.junit.jupiter.api.Test;

/** One noise level from exposures of flat fields, each of which gives one point of it. */
final class NoiseLevelPoolTest {
    private static final double GAIN = 2e-4;
    private static final double READ = 1e-6;

    private static Image flat(double light, int index) {
        RandomField field = new RandomField(new Seed(index));
        float[] values = new float[256 * 256];
        double sigma = Math.sqrt(GAIN * light + READ);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (light + sigma * field.normal(i));
        }
        return Image.copyOf(PixelDomain.SRGB, 256, 256, values);
    }

    @Test
    void flatExposuresTellGainAndReadNoise() {
        NoiseLevelPool pool = new NoiseLevelPool();
        for (int i = 0; i < 6; i++) {
            pool.add(flat(0.15 * i, i));
        }
        pool.add(Image.copyOf(PixelDomain.SRGB, 8, 8, new float[64]));
        NoiseLevel level = pool.level().orElseThrow();
        assertThat(level.b1(0)).isCloseTo(GAIN, within(0.03 * GAIN));
        assertThat(level.b2(0)).isCloseTo(READ, within(0.06 * READ));
    }

    @Test
    void nothingTellsNothing() {
        assertThat(new NoiseLevelPool().level()).isEmpty();
        NoiseLevelPool pool = new NoiseLevelPool();
        pool.add(Image.copyOf(PixelDomain.SRGB, 8, 8, new float[64]));
        assertThat(pool.level()).isEmpty();
    }
}
