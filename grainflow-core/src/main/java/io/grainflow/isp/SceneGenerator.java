package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * Generates clean scenes: dead leaves with the statistics of natural images, some of them with a smooth background or with text, and charts
 * with smooth ramps and flat fields, on which noise is easiest to measure.
 */
public final class SceneGenerator {
    private static final double LETTERED = 0.2;
    private static final double OPEN = 0.25;
    private static final double CHART = 0.15;
    private static final int CHART_FIELDS = 6;

    private SceneGenerator() {}

    /** A scene in display code values [3,H,W], range [0,1]. It depends only on the arguments. */
    public static Image scene(Seed seed, int height, int width) {
        double kind = new RandomField(seed.child("kind")).uniform(0, 0);
        Canvas canvas = new Canvas(height, width);
        if (kind < CHART) {
            chart(canvas, seed);
        } else {
            DeadLeaves.draw(canvas, seed, coverage(kind, seed));
        }
        if (kind >= CHART && kind < CHART + LETTERED) {
            label(canvas, seed);
        }
        return canvas.image();
    }

    /** A scene of dead leaves only. */
    static Image leaves(Seed seed, int height, int width) {
        Canvas canvas = new Canvas(height, width);
        DeadLeaves.draw(canvas, seed, 1);
        return canvas.image();
    }

    private static double coverage(double kind, Seed seed) {
        return kind > 1 - OPEN ? 0.35 + 0.5 * new RandomField(seed.child("coverage")).uniform(0, 0) : 1;
    }

    private static void label(Canvas canvas, Seed seed) {
        RandomField random = new RandomField(seed.child("label"));
        int height = (int) (canvas.height() * (0.3 + 0.4 * random.uniform(0, 0)));
        int width = (int) (canvas.width() * (0.4 + 0.5 * random.uniform(1, 0)));
        int top = (int) ((canvas.height() - height) * random.uniform(2, 0));
        int left = (int) ((canvas.width() - width) * random.uniform(3, 0));
        Lettering.draw(canvas, seed, Palette.of(seed), top, left, height, width);
    }

    /** The upper half is a ramp between two colours; the lower half has flat fields from dark to bright. */
    private static void chart(Canvas canvas, Seed seed) {
        RandomField random = new RandomField(seed.child("chart"));
        double[] from = new double[3];
        double[] to = new double[3];
        double[][] fields = new double[CHART_FIELDS][3];
        for (int c = 0; c < 3; c++) {
            from[c] = 0.25 * random.uniform(c, 0);
            to[c] = 1 - 0.25 * random.uniform(c, 1);
            for (int f = 0; f < CHART_FIELDS; f++) {
                double level = (f + 0.5) / CHART_FIELDS;
                fields[f][c] = level + 0.6 * level * (1 - level) * (random.uniform(10 + f, c) - 0.5);
            }
        }
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                double t = (double) x / canvas.width();
                double[] field = fields[x * CHART_FIELDS / canvas.width()];
                boolean ramp = y < canvas.height() / 2;
                canvas.set(
                        y,
                        x,
                        ramp ? from[0] + t * (to[0] - from[0]) : field[0],
                        ramp ? from[1] + t * (to[1] - from[1]) : field[1],
                        ramp ? from[2] + t * (to[2] - from[2]) : field[2]);
            }
        }
    }
}
