package io.grainflow.noise.estimate;

/**
 * Log-likelihood of a variance that is a straight line over the clean value, for Gaussian noise clipped at 0 and 1: pixels that are not
 * clipped contribute their density, clipped ones the probability of being clipped. Parameters are the variances at 0 and at 1. On the 8-bit
 * grid, rounding adds a variance of step^2 / 12 (Sheppard).
 */
final class CensoredLine {
    private static final int MOST_ITERATIONS = 200;

    private final ChannelStatistics sums;
    private final boolean[] used;
    private final double step;

    /** @param used which bins of the statistics are used */
    CensoredLine(ChannelStatistics sums, boolean[] used, double step) {
        this.sums = sums;
        this.used = used;
        this.step = step;
    }

    /**
     * The maximum likelihood line, by Fisher scoring with step halving.
     *
     * @param start initial variances at 0 and 1
     * @param least lower bound of both variances
     */
    double[] maximise(double[] start, double least) {
        double[] line = {Math.max(least, start[0]), Math.max(least, start[1])};
        Slope slope = slope(line);
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double[] direction = slope.direction(line, least);
            double factor = 1;
            double[] next = moved(line, direction, factor, least);
            Slope nextSlope = slope(next);
            while (!(nextSlope.value >= slope.value) && factor > 1e-9) {
                factor /= 2;
                next = moved(line, direction, factor, least);
                nextSlope = slope(next);
            }
            double change = Math.max(Math.abs(next[0] - line[0]) / line[0], Math.abs(next[1] - line[1]) / line[1]);
            if (!(nextSlope.value >= slope.value) || change < 1e-10) {
                break;
            }
            line = next;
            slope = nextSlope;
        }
        return line;
    }

    private static double[] moved(double[] line, double[] direction, double factor, double least) {
        return new double[] {
            Math.max(least, line[0] + factor * direction[0]), Math.max(least, line[1] + factor * direction[1])
        };
    }

    private Slope slope(double[] line) {
        Slope slope = new Slope();
        for (int bin = 0; bin < ChannelStatistics.BINS; bin++) {
            if (used[bin] && sums.count[bin] > 0) {
                double x = sums.clean[bin] / sums.count[bin];
                addBin(slope, bin, x, line[0] + x * (line[1] - line[0]) + step * step / 12);
            }
        }
        return slope;
    }

    private void addBin(Slope slope, int bin, double x, double variance) {
        double inner = sums.count[bin] - sums.black[bin] - sums.white[bin];
        double squares = sums.innerSquared[bin];
        double value = -0.5 * (inner * Math.log(variance) + squares / variance);
        double first = (squares / variance - inner) / (2 * variance);
        double sigma = Math.sqrt(variance);
        double black = (step / 2 - x) / sigma;
        double white = (x - 1 + step / 2) / sigma;
        if (sums.black[bin] > 0) {
            value += sums.black[bin] * NormalTail.logCumulative(black);
            first -= sums.black[bin] * NormalTail.hazard(black) * black / (2 * variance);
        }
        if (sums.white[bin] > 0) {
            value += sums.white[bin] * NormalTail.logCumulative(white);
            first -= sums.white[bin] * NormalTail.hazard(white) * white / (2 * variance);
        }
        slope.add(x, value, first, sums.count[bin] / (2 * variance * variance));
    }

    /** Log-likelihood, its gradient and (nearly) its Fisher information at one line. */
    private static final class Slope {
        private double value;
        private double gradient0;
        private double gradient1;
        private double information00;
        private double information01;
        private double information11;

        void add(double x, double value, double first, double information) {
            double w = 1 - x;
            this.value += value;
            gradient0 += first * w;
            gradient1 += first * x;
            information00 += information * w * w;
            information01 += information * w * x;
            information11 += information * x * x;
        }

        /** The scoring step; a variance that is at its lower bound does not fall further. */
        double[] direction(double[] line, double least) {
            boolean held0 = line[0] <= least && gradient0 < 0;
            boolean held1 = line[1] <= least && gradient1 < 0;
            double determinant = information00 * information11 - information01 * information01;
            if (held0 || held1) {
                return new double[] {held0 ? 0 : gradient0 / information00, held1 ? 0 : gradient1 / information11};
            }
            return new double[] {
                (information11 * gradient0 - information01 * gradient1) / determinant,
                (information00 * gradient1 - information01 * gradient0) / determinant
            };
        }
    }
}
