package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Correlation of noise with itself at lags of up to five pixels. */
final class CorrelationMap {
    private static final int RADIUS = 5;

    private final double[][] values;

    private CorrelationMap(double[][] values) {
        this.values = values;
    }

    /** The map of one image. The largest lag is smaller if the image is too small. */
    static CorrelationMap of(Image clean, Image noisy) {
        int radius = Math.min(RADIUS, Math.min(clean.height(), clean.width()) - 1);
        return new CorrelationMap(NoiseCorrelation.map(clean, noisy, radius));
    }

    /** The mean of at least one map. All maps are cut to the size of the smallest. */
    static CorrelationMap mean(List<CorrelationMap> maps) {
        int least = maps.stream().mapToInt(CorrelationMap::radius).min().orElse(0);
        return new CorrelationMap(
                NoiseCorrelation.mean(maps.stream().map(map -> map.inner(least)).toList()));
    }

    /** Mean absolute difference over the lags other than zero. */
    double distance(CorrelationMap other) {
        return NoiseCorrelation.distance(values, other.values);
    }

    /** Row lag first; the centre is lag zero. */
    List<List<Double>> rows() {
        List<List<Double>> rows = new ArrayList<>();
        for (double[] row : values) {
            rows.add(Arrays.stream(row).boxed().toList());
        }
        return List.copyOf(rows);
    }

    private int radius() {
        return values.length / 2;
    }

    private double[][] inner(int radius) {
        int from = radius() - radius;
        double[][] inner = new double[2 * radius + 1][];
        for (int y = 0; y < inner.length; y++) {
            inner[y] = Arrays.copyOfRange(values[from + y], from, from + inner.length);
        }
        return inner;
    }
}
