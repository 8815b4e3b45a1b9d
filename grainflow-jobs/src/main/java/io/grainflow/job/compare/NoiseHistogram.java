package io.grainflow.job.compare;

import io.grainflow.image.Image;
import java.util.Arrays;
import java.util.List;

/**
 * Counts of noise values.
 *
 * @param width width of a bin, white = 1; bins are centred on its multiples
 * @param counts an odd number of bins, the middle one around zero
 * @param values number of values, with those outside the bins
 */
record NoiseHistogram(double width, List<Long> counts, long values) {
    NoiseHistogram {
        counts = List.copyOf(counts);
    }

    /** An empty histogram with bins on both sides of the middle one. */
    static NoiseHistogram empty(double width, int oneSide) {
        Long[] none = new Long[2 * oneSide + 1];
        Arrays.fill(none, 0L);
        return new NoiseHistogram(width, Arrays.asList(none), 0);
    }

    /** This one with the noise of one more image. */
    NoiseHistogram with(Image clean, Image noisy) {
        long[] more = counts.stream().mapToLong(Long::longValue).toArray();
        int middle = more.length / 2;
        float[] a = clean.toArray();
        float[] b = noisy.toArray();
        for (int i = 0; i < a.length; i++) {
            double bin = Math.floor(((double) b[i] - a[i]) / width + 0.5) + middle;
            if (bin >= 0 && bin < more.length) {
                more[(int) bin]++;
            }
        }
        return new NoiseHistogram(width, Arrays.stream(more).boxed().toList(), values + a.length);
    }

    /** The same with wider bins that fit together with these. */
    NoiseHistogram coarser(int times, int oneSide) {
        Long[] sums = new Long[2 * oneSide + 1];
        Arrays.fill(sums, 0L);
        int middle = counts.size() / 2;
        for (int i = 0; i < counts.size(); i++) {
            int bin = Math.floorDiv(2 * (i - middle) + times, 2 * times) + oneSide;
            if (bin >= 0 && bin < sums.length) {
                sums[bin] += counts.get(i);
            }
        }
        return new NoiseHistogram(width * times, Arrays.asList(sums), values);
    }

    NoiseHistogram plus(NoiseHistogram other) {
        Long[] sums = counts.toArray(Long[]::new);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.counts.get(i);
        }
        return new NoiseHistogram(width, Arrays.asList(sums), values + other.values);
    }

    /** Noise value in the middle of a bin. */
    double centre(int bin) {
        return (bin - counts.size() / 2) * width;
    }

    /** Probability density in a bin; 0 for an empty histogram. */
    double density(int bin) {
        return values == 0 ? 0 : counts.get(bin) / (values * width);
    }
}
