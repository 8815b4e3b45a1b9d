package io.grainflow.inference;

import io.grainflow.engine.quantise.Ranges;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sample of the numbers of a graph's value, and the best 8-bit range for them. */
final class ValueSample {
    private static final int PER_IMAGE = 20_000;
    private static final int CANDIDATES = 40;
    private static final double STEPS = 255;

    /** Statistics of channels are rounded in files to the digits that quantisation can use. */
    private static final MathContext DIGITS = new MathContext(4);

    private final double[] mosts;
    private final double[] sums;
    private final double[] squares;
    private long positions;
    private float[] kept = new float[0];
    private float least;
    private float most;

    ValueSample(int channels) {
        this.mosts = new double[channels];
        this.sums = new double[channels];
        this.squares = new double[channels];
    }

    /**
     * Adds numbers: a regular subsample, and the extremes.
     *
     * @param values [1,C,H,W]
     */
    void add(float[] values) {
        addChannels(values);
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

    private void addChannels(float[] values) {
        int plane = values.length / sums.length;
        for (int c = 0; c < sums.length; c++) {
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                mosts[c] = Math.max(mosts[c], Math.abs(values[i]));
                sums[c] += values[i];
                squares[c] += (double) values[i] * values[i];
            }
        }
        positions += plane;
    }

    private List<Ranges.Channel> channels() {
        List<Ranges.Channel> channels = new ArrayList<>();
        for (int c = 0; c < sums.length; c++) {
            double mean = sums[c] / positions;
            double variance = Math.max(0, squares[c] / positions - mean * mean);
            channels.add(new Ranges.Channel(told(mosts[c]), told(mean), told(Math.sqrt(variance))));
        }
        return channels;
    }

    private static double told(double number) {
        return new BigDecimal(number).round(DIGITS).doubleValue();
    }

    /** The range with the least mean squared error of rounding and clipping; unknown if all numbers were zero. */
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
        return new Ranges.Range(share * least, share * most, channels());
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
