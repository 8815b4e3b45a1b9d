package io.grainflow.engine.program;

/**
 * Sums over the positions of a value, per channel, in double precision. Rows are added from top to bottom, so that the result does not depend on
 * how many come at a time.
 */
public final class Moments {
    private final int channels;
    private final double[] sums;
    private final double[] squares;
    private long positions;

    /** Of a value with so many channels; nothing has been added. */
    public Moments(int channels) {
        this.channels = channels;
        this.sums = new double[channels];
        this.squares = new double[channels];
    }

    /**
     * Adds positions.
     *
     * @param values [count][channels]; further numbers are ignored
     */
    public void add(float[] values, int count) {
        for (int at = 0; at < count * channels; at += channels) {
            for (int c = 0; c < channels; c++) {
                double value = values[at + c];
                sums[c] += value;
                squares[c] += value * value;
            }
        }
        positions += count;
    }

    double[] means() {
        double[] means = new double[channels];
        for (int c = 0; c < channels; c++) {
            means[c] = sums[c] / positions;
        }
        return means;
    }

    /** Biased variances. */
    double[] variances() {
        double[] variances = new double[channels];
        for (int c = 0; c < channels; c++) {
            variances[c] = Math.max(0, squares[c] / positions - Math.pow(sums[c] / positions, 2));
        }
        return variances;
    }

    /** Mean over channels and positions. */
    double mean() {
        double sum = 0;
        for (double one : sums) {
            sum += one;
        }
        return sum / count();
    }

    /** Unbiased standard deviation over channels and positions; NaN of a single number. */
    double deviation() {
        double sum = 0;
        for (double one : squares) {
            sum += one;
        }
        double around = Math.max(0, sum - count() * mean() * mean());
        return Math.sqrt(around / (count() - 1));
    }

    private double count() {
        return (double) positions * channels;
    }
}
