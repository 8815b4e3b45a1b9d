package io.grainflow.isp;

/** The encoding of sRGB (IEC 61966-2-1), and the look that a camera puts on top of it. */
final class ToneCurve {
    private ToneCurve() {}

    /** Linear light to code value; both in [0,1]. */
    static double encode(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }

    /** Code value to linear light; both in [0,1]. */
    static double decode(double code) {
        return code <= 0.04045 ? code / 12.92 : Math.pow((code + 0.055) / 1.055, 2.4);
    }

    /** A gentle S: darker shadows, brighter lights, fixed at 0, 1/2 and 1. Strength in [0,1). */
    static double contrast(double code, double strength) {
        double smooth = code * code * (3 - 2 * code);
        return code + strength * (smooth - code);
    }
}
