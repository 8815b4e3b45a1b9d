package io.grainflow.noise.estimate;

import io.grainflow.noise.NoiseLevel;
import java.util.Arrays;
import java.util.List;

/**
 * Linear fit of the variance to level sets by iteratively reweighted least squares of the squared deviations. Sets that are more than four
 * standard deviations off are left out. Its fixed point solves the same estimating equation as the Gaussian likelihood of Foi et al. 2008
 * (equation 25) with the sets' values fixed.
 *
 * @param slope of the variance over the clean value
 * @param offset variance at 0
 */
record LevelLine(double slope, double offset) {
    /** Sets this close to black or white may contain clipped pixels. */
    private static final double ENDS = 0.02;

    private static final double REJECTION = 4;
    private static final int ROUNDS = 30;
    private static final double LEAST_SHARE = 1e-3;

    static LevelLine through(LevelSets.Level[] levels) {
        List<LevelSets.Level> open =
                Arrays.stream(levels).filter(level -> open(level, false)).toList();
        return through(open.size() < 2 ? List.of(levels) : open);
    }

    /** The line through sets that contain no clipped pixels. */
    static LevelLine through(List<LevelSets.Level> used) {
        double mean = used.stream().mapToDouble(LevelLine::variance).average().orElse(0);
        LevelLine line = new LevelLine(0, Math.max(NoiseLevel.VARIANCE_FLOOR, mean));
        for (int round = 0; round < ROUNDS; round++) {
            line = line.refitted(used, LEAST_SHARE * Math.max(NoiseLevel.VARIANCE_FLOOR, mean), round >= 3);
        }
        return line;
    }

    /**
     * Whether no pixel of a set can be clipped.
     *
     * @param belowBlack whether the image has values below black, so that nothing is clipped there
     */
    static boolean open(LevelSets.Level level, boolean belowBlack) {
        return (belowBlack || level.clean() >= ENDS) && level.clean() <= 1 - ENDS;
    }

    double at(double clean) {
        return slope * clean + offset;
    }

    private LevelLine refitted(List<LevelSets.Level> levels, double least, boolean reject) {
        double[] s = new double[5];
        for (LevelSets.Level level : levels) {
            double expected = Math.max(least, at(level.clean()));
            double deviation = 2 * expected * Math.sqrt(spread(level));
            double error = variance(level) - expected;
            if (!reject || Math.abs(error) <= REJECTION * deviation) {
                double weight = 1 / (deviation * deviation);
                double x = level.clean();
                s[0] += weight;
                s[1] += weight * x;
                s[2] += weight * x * x;
                s[3] += weight * variance(level);
                s[4] += weight * x * variance(level);
            }
        }
        double determinant = s[0] * s[2] - s[1] * s[1];
        if (s[0] == 0) {
            return this;
        }
        // Sets of equal values do not determine a slope.
        if (determinant < 1e-6 * s[0] * s[0]) {
            return new LevelLine(0, s[3] / s[0]);
        }
        double fitted = (s[0] * s[4] - s[1] * s[3]) / determinant;
        return new LevelLine(fitted, (s[3] - fitted * s[1]) / s[0]);
    }

    /** Square of the deviation, corrected for the bias due to its own variance. */
    private static double variance(LevelSets.Level level) {
        return level.sigma() * level.sigma() / (1 + spread(level));
    }

    /** Relative variance of a deviation estimated by the median absolute value (Foi et al. 2008, section IV-B). */
    private static double spread(LevelSets.Level level) {
        return 1.35 / (level.count() + 1.5);
    }
}
