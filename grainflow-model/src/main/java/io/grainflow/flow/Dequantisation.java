package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * Uniform dequantisation (Theis, van den Oord, Bethge, ICLR 2016, section 3.1): values on a grid become samples of a density by adding
 * uniform noise as wide as one grid step, y + (u - 0.5) / levels. As in NAFlow's released code, the noise has a width of 1/256, although
 * the step of the 8-bit grid is 1/255; published likelihoods, and those here in the published unit, refer to this width.
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
     * Dequantises values.
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
     * Dequantisation of Flow-sRGB (Kousha et al., CVPR 2022): (number + u) / 256, in [0,1).
     *
     * @param value of an 8-bit image, white = 1; other values are clipped and rounded
     * @param uniform in [0,1)
     */
    public static float eightBit(float value, double uniform) {
        double number = Math.rint(255.0 * Math.min(1f, Math.max(0f, value)));
        return (float) ((number + uniform) / 256);
    }

    /**
     * Code length of a value on the grid: the negative log-density plus the logarithm of the number of levels.
     *
     * @param nllNatsPerDim of the dequantised values, as a density over the image's unit (white = 1)
     */
    public double bitsPerDim(double nllNatsPerDim) {
        return (nllNatsPerDim + Math.log(levels)) / Math.log(2);
    }
}
