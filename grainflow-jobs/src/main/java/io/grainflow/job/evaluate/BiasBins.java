package io.grainflow.job.evaluate;

import io.grainflow.job.run.Failure;
import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.noise.estimate.NoiseLine;
import io.grainflow.pair.NoisyPair;
import java.util.ArrayList;
import java.util.List;

/** Sums grouped by clean value. */
final class BiasBins {
    private static final int BINS = 16;

    private final ClippingBias clipping;
    private final boolean shots;
    private final long[] count = new long[BINS];
    private final double[] clean = new double[BINS];
    private final double[] noise = new double[BINS];
    private final double[] squares = new double[BINS];
    private final double[] predicted = new double[BINS];
    private final long[] clipped = new long[BINS];

    /** @param shots whether the clean image is a second noisy one; then clean values are computed from the means of the shots */
    BiasBins(ClippingBias clipping, boolean shots) {
        this.clipping = clipping;
        this.shots = shots;
    }

    void add(NoisyPair pair) {
        float[] reference = pair.clean().toArray();
        float[] noisy = pair.noisy().toArray();
        for (int i = 0; i < noisy.length; i++) {
            double value = shots ? clipping.clean(0.5 * ((double) reference[i] + noisy[i])) : reference[i];
            int bin = (int) Math.max(0, Math.min(BINS - 1, BINS * value));
            double difference = noisy[i] - value;
            count[bin]++;
            clean[bin] += value;
            noise[bin] += difference;
            squares[bin] += difference * difference;
            predicted[bin] += clipping.expected(value) - value;
            clipped[bin] += noisy[i] <= 0 || noisy[i] >= 1 ? 1 : 0;
        }
    }

    BiasReport report(NoiseLine line, List<Failure> failures) {
        List<BiasReport.Level> levels = new ArrayList<>();
        double absolute = 0;
        double ofClipping = 0;
        double saturated = 0;
        double all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] == 0) {
                continue;
            }
            double pixels = (double) count[bin];
            double mean = noise[bin] / pixels;
            double expected = predicted[bin] / pixels;
            double deviation = Math.sqrt(Math.max(0, squares[bin] / pixels - mean * mean));
            levels.add(new BiasReport.Level(
                    clean[bin] / pixels,
                    count[bin],
                    shots ? expected : mean,
                    deviation / Math.sqrt(pixels),
                    expected,
                    clipped[bin] / pixels));
            absolute += pixels * Math.abs(shots ? expected : mean);
            ofClipping += pixels * Math.abs(expected);
            saturated += clipped[bin];
            all += count[bin];
        }
        return new BiasReport(
                !shots,
                line.slope(),
                line.constant(),
                absolute / all,
                ofClipping / all,
                saturated / all,
                levels,
                failures.size(),
                failures);
    }
}
