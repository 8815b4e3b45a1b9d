package io.grainflow.job.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NoiseHistogramTest {
    private static final double LEVEL = 1.0 / 255;

    private static Image grey(int... levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return Image.copyOf(PixelDomain.SRGB, 1, levels.length, values);
    }

    @Test
    void binsAreCentredOnGreyLevels() {
        NoiseHistogram counts = NoiseHistogram.empty(LEVEL, 2).with(grey(100, 100, 100, 100), grey(100, 102, 99, 110));
        assertThat(counts.counts()).isEqualTo(List.of(0L, 1L, 1L, 0L, 1L));
        assertThat(counts.values()).as("those outside count in the total").isEqualTo(4);
        assertThat(counts.centre(0)).isCloseTo(-2 * LEVEL, within(1e-12));
        assertThat(counts.density(1)).isCloseTo(255 / 4.0, within(1e-9));
    }

    /** Equal to a histogram of the wide bins, and every wide bin has equally many grey levels. */
    @Test
    void coarseBinsAreSumsOfFineOnes() {
        int[] clean = IntStream.range(0, 256).map(i -> 128).toArray();
        int[] noisy = IntStream.range(0, 256).toArray();
        NoiseHistogram fine = NoiseHistogram.empty(LEVEL, 255).with(grey(clean), grey(noisy));
        NoiseHistogram coarse = fine.coarser(3, 20);
        assertThat(coarse.counts()).hasSize(41).containsOnly(3L);
        assertThat(coarse.width()).isCloseTo(3 * LEVEL, within(1e-12));
        assertThat(coarse).isEqualTo(NoiseHistogram.empty(coarse.width(), 20).with(grey(clean), grey(noisy)));
        assertThat(coarse.plus(coarse).density(7)).isCloseTo(coarse.density(7), within(1e-12));
    }
}
