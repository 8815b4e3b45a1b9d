package io.grainflow.model;

import io.grainflow.engine.Ranges;
import java.util.Arrays;

/** Some of the numbers that a value of a graph took, and what they are best spread over in 8 bits. */
final class ValueSample {
    private static final int PER_IMAGE = 20_000;
    private static final int CANDIDATES = 40;
    private static final double STEPS = 255;

    private float[] kept = new float[0];
    private float least;
    private float most;

    /** Takes numbers in: every so manieth, and the extremes. */
    void add(float[] values) {
        int stride = Math.max(1, values.length / PER_IMAGE);
        int count = values.length / stride;
        float[] all = Arrays.copyOf(kept, kept.length + count);
        for (int i = 0; i < count; i++) {
            all[kept.length + i] = values[i * stride];
        }
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        kept = all;
    }

    /** The range with the least mean squared error of rounding and clipping; unknown if nothing was seen but zeros. */
    Ranges.Range range() {
        if (least == 0 && most == 0) {
            return Ranges.Range.UNKNOWN;
        }
        double best = Double.MAX_VALUE;
        double share = 1;
        for (int i = 0; i < CANDIDATES; i++) {
            double candidate = 1 - i / (1.25 * CANDIDATES);
            double error = error(candidate);
            if (error < best) {
                best = error;
                share = candidate;
            }
        }
        return new Ranges.Range(share * least, share * most);
    }

    private double error(double share) {
        boolean signed = least < 0;
        double high = share * (signed ? Math.max(-least, most) : most);
        double step = signed ? 2 * high / (STEPS - 1) : high / STEPS;
        double low = signed ? -high : 0;
        double sum = 0;
        for (float value : kept) {
            double rounded = Math.rint(Math.min(high, Math.max(low, value)) / step) * step;
            sum += (rounded - value) * (rounded - value);
        }
        return sum;
    }
}
