package io.grainflow.isp;

/** The transfer function of sRGB (IEC 61966-2-1) and the contrast curve of a camera. */
final class ToneCurve {
    private static final int NODES = 1 << 13;
    private static final float[] DECODED = new float[NODES + 2];
    /**
     * Encoded values at equally spaced square roots of the linear value, so that nodes are dense in the shadows, where the curve is steep.
     */
    private static final float[] ENCODED = new float[NODES + 2];

    static {
        for (int i = 0; i < DECODED.length; i++) {
            double t = (double) i / NODES;
            DECODED[i] = (float) decode(t);
            ENCODED[i] = (float) encode(t * t);
        }
    }

    private ToneCurve() {}

    /** As {@link #decode}, to 1e-7, by table; limited to [0,1]. */
    static float decodeFast(float code) {
        return between(DECODED, code);
    }

    /** As {@link #encode}, to 1e-6, by table; limited to [0,1]. */
    static float encodeFast(float linear) {
        return between(ENCODED, (float) Math.sqrt(Math.max(0f, linear)));
    }

    private static float between(float[] table, float t) {
        float at = Math.min(1f, Math.max(0f, t)) * NODES;
        int node = (int) at;
        return table[node] + (at - node) * (table[node + 1] - table[node]);
    }

    /** Linear light to code value; both in [0,1]. */
    static double encode(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
    }

    /** Code value to linear light; both in [0,1]. */
    static double decode(double code) {
        return code <= 0.04045 ? code / 12.92 : StrictMath.pow((code + 0.055) / 1.055, 2.4);
    }

    /** An S-shaped contrast curve: darker shadows and brighter highlights; 0, 1/2 and 1 stay fixed. Strength in [0,1). */
    static float contrast(float code, float strength) {
        float smooth = code * code * (3 - 2 * code);
        return code + strength * (smooth - code);
    }
}
