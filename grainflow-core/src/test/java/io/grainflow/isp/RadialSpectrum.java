package io.grainflow.isp;

import io.grainflow.image.Image;

/** Radially averaged power spectrum of square images with a Hann window. */
final class RadialSpectrum {
    private final int side;
    private final double[] cosine;
    private final double[] power;
    private final int[] count;

    RadialSpectrum(int side) {
        this.side = side;
        this.cosine = new double[side];
        for (int i = 0; i < side; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / side);
        }
        this.power = new double[side / 2];
        this.count = new int[side / 2];
    }

    void add(Image image, int channel) {
        double mean = 0;
        for (int i = 0; i < side * side; i++) {
            mean += image.at(channel, i / side, i % side) / side / side;
        }
        double[][] re = new double[side][side];
        double[][] im = new double[side][side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                re[y][x] = (image.at(channel, y, x) - mean) * (1 - cosine[y]) * (1 - cosine[x]);
            }
        }
        transformRows(re, im);
        transpose(re);
        transpose(im);
        transformRows(re, im);
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                int k = (int) Math.round(Math.hypot(Math.min(v, side - v), Math.min(u, side - u)));
                if (k < power.length) {
                    power[k] += re[v][u] * re[v][u] + im[v][u] * im[v][u];
                    count[k]++;
                }
            }
        }
    }

    /** Slope of log power against log frequency (cycles per image), every octave with the same weight. */
    double slope(int from, int to) {
        double weights = 0;
        double sumX = 0;
        double sumY = 0;
        for (int k = from; k < to; k++) {
            weights += 1.0 / k;
            sumX += Math.log(k) / k;
            sumY += Math.log(power[k] / count[k]) / k;
        }
        double xy = 0;
        double xx = 0;
        for (int k = from; k < to; k++) {
            double x = Math.log(k) - sumX / weights;
            xy += x * (Math.log(power[k] / count[k]) - sumY / weights) / k;
            xx += x * x / k;
        }
        return xy / xx;
    }

    private void transformRows(double[][] re, double[][] im) {
        for (int y = 0; y < side; y++) {
            double[] a = re[y].clone();
            double[] b = im[y].clone();
            for (int k = 0; k < side; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int x = 0; x < side; x++) {
                    double c = cosine[k * x % side];
                    double s = cosine[(k * x + side / 4) % side];
                    // exp(-i t) = cos t + i cos(t + pi/2)
                    sumRe += a[x] * c - b[x] * s;
                    sumIm += a[x] * s + b[x] * c;
                }
                re[y][k] = sumRe;
                im[y][k] = sumIm;
            }
        }
    }

    private static void transpose(double[][] matrix) {
        for (int y = 0; y < matrix.length; y++) {
            for (int x = 0; x < y; x++) {
                double kept = matrix[y][x];
                matrix[y][x] = matrix[x][y];
                matrix[x][y] = kept;
            }
        }
    }
}
