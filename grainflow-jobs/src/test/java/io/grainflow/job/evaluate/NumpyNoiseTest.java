package io.grainflow.job.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class NumpyNoiseTest {
    /** numpy.random.seed(0); numpy.random.randn(10), as printed in many places. */
    private static final double[] SEED_0 = {
        1.76405235,
        0.40015721,
        0.97873798,
        2.2408932,
        1.86755799,
        -0.97727788,
        0.95008842,
        -0.15135721,
        -0.10321885,
        0.4105985
    };

    @Test
    void drawsWhatNumpyDraws() {
        NumpyNoise.NormalNumbers numbers = new NumpyNoise.NormalNumbers(0);
        for (double expected : SEED_0) {
            assertThat(numbers.next()).isEqualTo(expected, Offset.offset(5e-9));
        }
    }

    @Test
    void channelsAreInnermost() {
        Image clean = Image.adopt(PixelDomain.SRGB, 1, 2, new float[6]);
        Image noisy = new NumpyNoise(1).sampleNoisy(clean, Capture.of("any", 1), new Seed(0));
        assertThat(noisy.at(0, 0, 0)).isEqualTo((float) SEED_0[0], Offset.offset(1e-6f));
        assertThat(noisy.at(1, 0, 0)).isEqualTo((float) SEED_0[1], Offset.offset(1e-6f));
        assertThat(noisy.at(0, 0, 1)).isEqualTo((float) SEED_0[3], Offset.offset(1e-6f));
    }
}
