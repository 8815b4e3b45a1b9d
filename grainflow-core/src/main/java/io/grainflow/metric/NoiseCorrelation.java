package io.grainflow.metric;

import io.grainflow.image.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Autocorrelation of noise, which shows how far and in what pattern it deviates from white noise (own definition, because the papers that
 * show such maps give none).
 */
public final class NoiseCorrelation {
    private NoiseCorrelation() {}

    /**
     * Pearson correlation of the noise at p with the noise at p + lag, over all positions where both exist, channels pooled. Means and
     * variances are those of the two overlapping sets. If the noise has no variance, the correlation is 0.
     *
     * @param radius greatest lag, smaller than height and width
     * @return [2 radius + 1][2 radius + 1], row lag first; the centre is lag zero
     */
    public static double[][] map(Image clean, Image noisy, int radius) {
        SameShape.check("NoiseCorrelation", clean, noisy);
        if (radius < 0 || radius >= clean.height() || radius >= clean.width()) {
            throw new IllegalArgumentException("NoiseCorrelation expects a radius of at least 0, below height and width"
                    + " of " + clean + ", got " + radius);
        }
        NoisePlanes noise = NoisePlanes.of(clean, noisy);
        double[][] map = new double[2 * radius + 1][2 * radius + 1];
        for (int dy = 0; dy <= radius; dy++) {
            for (int dx = dy == 0 ? 0 : -radius; dx <= radius; dx++) {
                double correlation = noise.correlation(dy, dx);
                map[radius + dy][radius + dx] = correlation;
                map[radius - dy][radius - dx] = correlation;
            }
        }
        return map;
    }

    /** Mean absolute difference of two maps of one size over the lags other than zero: 0 for equal maps, at most 2. */
    public static double distance(double[][] a, double[][] b) {
        int side = a.length;
        if (side != b.length || side % 2 == 0 || a[0].length != side || b[0].length != side) {
            throw new IllegalArgumentException(
                    "NoiseCorrelation expects two square maps of one odd side, got " + side + " and " + b.length);
        }
        double sum = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                sum += y == side / 2 && x == side / 2 ? 0 : Math.abs(a[y][x] - b[y][x]);
            }
        }
        return side == 1 ? 0 : sum / (side * side - 1.0);
    }

    /** The mean of maps of one size, such as those of the images of one capture. */
    public static double[][] mean(List<double[][]> maps) {
        double[][] mean = new double[maps.get(0).length][maps.get(0).length];
        for (double[][] map : maps) {
            for (int y = 0; y < mean.length; y++) {
                for (int x = 0; x < mean.length; x++) {
                    mean[y][x] += map[y][x] / maps.size();
                }
            }
        }
        return mean;
    }

    /** Noise [C,H,W] minus its overall mean, which avoids cancellation in the sums. */
    private record NoisePlanes(List<double[]> channels, int height, int width) {
        static NoisePlanes of(Image clean, Image noisy) {
            List<double[]> channels = new ArrayList<>();
            double sum = 0;
            for (int c = 0; c < clean.channels(); c++) {
                double[] noise = SeparableFilter.plane(noisy, c);
                double[] base = SeparableFilter.plane(clean, c);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] -= base[i];
                    sum += noise[i];
                }
                channels.add(noise);
            }
            double mean = sum / clean.size();
            for (double[] channel : channels) {
                for (int i = 0; i < channel.length; i++) {
                    channel[i] -= mean;
                }
            }
            return new NoisePlanes(List.copyOf(channels), clean.height(), clean.width());
        }

        double correlation(int dy, int dx) {
            double[] sums = new double[5];
            int from = Math.max(0, -dx);
            int count = width - Math.abs(dx);
            for (double[] channel : channels) {
                for (int y = 0; y < height - dy; y++) {
                    addRow(channel, y * width + from, (y + dy) * width + from + dx, count, sums);
                }
            }
            double n = (double) channels.size() * (height - dy) * count;
            double covariance = sums[4] - sums[0] * sums[1] / n;
            double variances = (sums[2] - sums[0] * sums[0] / n) * (sums[3] - sums[1] * sums[1] / n);
            return variances > 0 ? covariance / Math.sqrt(variances) : 0;
        }

        private static void addRow(double[] noise, int firstAt, int secondAt, int count, double[] sums) {
            double a = 0;
            double b = 0;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            for (int i = 0; i < count; i++) {
                double p = noise[firstAt + i];
                double q = noise[secondAt + i];
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
            sums[0] += a;
            sums[1] += b;
            sums[2] += aa;
            sums[3] += bb;
            sums[4] += ab;
        }
    }
}
