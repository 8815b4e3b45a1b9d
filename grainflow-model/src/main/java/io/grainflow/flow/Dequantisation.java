package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * Uniform dequantisation (Theis, van den Oord, Bethge, ICLR 2016, section 3.1): values on a grid become a density by noise of one
 * grid step's width, y + (u - 0.5) / levels. As released, NAFlow's step is 1/256 although the grid's is 1/255; its
 * likelihoods, and ours in the published unit, are those of this width.
 *
 * @param levels of the grid, such as 256
 */
public record Dequantisation(int levels) {
    public Dequantisation {
        if (levels < 2) {
            throw new IllegalArgumentException("Dequantisation expects at least 2 levels, got " + levels);
        }
    }

    /**
     * The values as a density's samples.
     *
     * @param uniform in [0,1), the shape of the values
     */
    public Tensor apply(Tensor values, Tensor uniform) {
        return values.add(uniform.sub(0.5).mul(1.0 / levels));
    }

    /** As {@link #apply} for one value. */
    public float apply(float value, double uniform) {
        return (float) (value + (uniform - 0.5) / levels);
    }

    /**
     * An 8-bit value as Flow-sRGB spreads it (Kousha et al., CVPR 2022): (number + u) / 256, in [0,1).
     *
     * @param value of an 8-bit image, white = 1; others are limited and rounded
     * @param uniform in [0,1)
     */
    public static float eightBit(float value, double uniform) {
        double number = Math.rint(255.0 * Math.min(1f, Math.max(0f, value)));
        return (float) ((number + uniform) / 256);
    }

    /**
     * Code length of a value on the grid: the density's plus the log of the number of levels (of the step's inverse).
     *
     * @param nllNatsPerDim of the dequantised values, as a density over the image's unit (white = 1)
     */
    public double bitsPerDim(double nllNatsPerDim) {
        return (nllNatsPerDim + Math.log(levels)) / Math.log(2);
    }
}
