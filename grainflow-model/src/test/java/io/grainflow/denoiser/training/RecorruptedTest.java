package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.GaussianNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two images from one noisy image: their errors have mean zero and known strength, and are independent of each other. */
final class RecorruptedTest {
    private static final double SIGMA = 0.1;
    private static final Capture ANY = Capture.of("any", 1);

    @Test
    void errorsOfBothAreIndependent() {
        NoiseModel noise = new GaussianNoise(SIGMA);
        float[] grey = new float[300 * 300];
        Arrays.fill(grey, 0.4f);
        Image clean = Image.adopt(PixelDomain.SRGB, 300, 300, grey);
        Image noisy = noise.sampleNoisy(clean, ANY, new Seed(1));
        TrainingNoise.Recorrupted renoised = new TrainingNoise.Recorrupted(noise, "known");
        NoisyPair alone = new NoisyPair("s", noisy, noisy, ANY);
        Supervision supervision = Supervision.of(renoised, Target.NOISY);
        float[] input = supervision.input(alone, new Seed(2)).toArray();
        float[] target = supervision.target(alone, new Seed(2)).toArray();
        double[] sums = new double[5];
        for (int i = 0; i < input.length; i++) {
            double a = input[i] - 0.4;
            double b = target[i] - 0.4;
            sums[0] += a / input.length;
            sums[1] += b / input.length;
            sums[2] += a * a / input.length;
            sums[3] += b * b / input.length;
            sums[4] += a * b / input.length;
        }
        double variance = SIGMA * SIGMA;
        assertThat(sums[0]).isCloseTo(0, within(5 * SIGMA * 1.2 / 300));
        assertThat(sums[1]).isCloseTo(0, within(5 * SIGMA * 2.3 / 300));
        assertThat(sums[2] / variance).isCloseTo(1.25, within(0.05));
        assertThat(sums[3] / variance).isCloseTo(5, within(0.2));
        assertThat(sums[4] / variance).isCloseTo(0, within(5 * Math.sqrt(1.25 * 5) / 300));
        double difference = sums[2] + sums[3] - 2 * sums[4];
        assertThat(supervision.targetShare() * difference / sums[3]).isCloseTo(1, within(0.03));
    }
}
