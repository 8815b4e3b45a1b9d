package io.grainflow.c2n;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * The random numbers of a sample of any size: functions of the seed and the position alone. Features are computed where they are needed, so
 * that those of a whole image are never in memory.
 */
final class C2nFeatures {
    private final C2nSpec spec;
    private final int height;
    private final int width;
    private final RandomField normal;
    private final RandomField independent;
    private final float[] style;

    /**
     * @param height of the image
     * @param width of the image
     */
    C2nFeatures(C2nSpec spec, Seed seed, int height, int width) {
        this.spec = spec;
        this.height = height;
        this.width = width;
        this.normal = new RandomField(seed.child("latent"));
        this.independent = new RandomField(seed.child("independent"));
        this.style = new float[spec.styles()];
        RandomField field = new RandomField(seed.child("style"));
        for (int i = 0; i < style.length; i++) {
            style[i] = (float) field.normal(i);
        }
    }

    /** The style of the image, [styles]. */
    float[] style() {
        return style.clone();
    }

    /** Random numbers of one kind by their index in [F,H,W] of the image. */
    @FunctionalInterface
    interface Kind {
        double at(long place);
    }

    /** Standard normal, of the signal-dependent features. */
    Kind normal() {
        return normal::normal;
    }

    /** The signal-independent features. */
    Kind independent() {
        return spec.distribution() == C2nSpec.Distribution.NORMAL
                ? independent::normal
                : place -> independent.uniform(place, 0);
    }

    /** A window of one kind in planes, [F,rows,columns]. Positions beyond a single row or column are that row or column. */
    float[] planes(Kind kind, int top, int left, int rows, int columns) {
        float[] values = new float[spec.width() * rows * columns];
        int at = 0;
        for (int f = 0; f < spec.width(); f++) {
            for (int y = top; y < top + rows; y++) {
                for (int x = left; x < left + columns; x++) {
                    values[at++] = (float) kind.at(place(f, y, x));
                }
            }
        }
        return values;
    }

    /** Fills rows of a window of one kind with the features innermost, [rows][columns][F]. */
    void rows(Kind kind, int top, int left, int rows, int columns, float[] values) {
        int count = spec.width();
        for (int f = 0; f < count; f++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    values[(y * columns + x) * count + f] = (float) kind.at(place(f, top + y, left + x));
                }
            }
        }
    }

    private long place(int feature, int y, int x) {
        return ((long) feature * height + Math.min(y, height - 1)) * width + Math.min(x, width - 1);
    }
}
