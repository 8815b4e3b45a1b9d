package io.grainflow.engine;

import io.grainflow.graph.Operation;
import java.util.Arrays;

/** Operations that need the whole image as they are defined, in double precision. */
final class Statistics {
    private Statistics() {}

    /** @param x [C,h,w] */
    static double[] of(Operation.Statistic statistic, double[] x, int channels) {
        int plane = x.length / channels;
        double[] result = new double[statistic instanceof Operation.GlobalAverage ? channels : x.length];
        double whole = mean(x);
        double deviation = Math.sqrt(squares(x, whole) / (x.length - 1));
        for (int c = 0; c < channels; c++) {
            double[] channel = Arrays.copyOfRange(x, c * plane, (c + 1) * plane);
            double mean = mean(channel);
            double variance = squares(channel, mean) / plane;
            if (statistic instanceof Operation.GlobalAverage) {
                result[c] = mean;
            }
            for (int i = 0; i < plane; i++) {
                if (statistic instanceof Operation.InstanceNorm norm) {
                    result[c * plane + i] = norm.gamma()[c] * (channel[i] - mean) / Math.sqrt(variance + norm.epsilon())
                            + norm.beta()[c];
                } else if (statistic instanceof Operation.ImageNorm norm) {
                    result[c * plane + i] = (channel[i] - whole) / (deviation + norm.epsilon());
                }
            }
        }
        return result;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }
}
