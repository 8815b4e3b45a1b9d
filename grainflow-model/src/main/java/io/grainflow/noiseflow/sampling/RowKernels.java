package io.grainflow.noiseflow.sampling;

/**
 * Arithmetic on rows. Each loop is small enough for the just-in-time compiler to vectorise it. Sums have a fixed order without fused
 * multiply-add, so that results are the same to the bit on every machine.
 */
final class RowKernels {
    /** Values worked on at a time, so that a group of rows stays in the first-level cache. */
    static final int BLOCK = 1024;

    /** For larger arguments tanh is 1 in float32. */
    private static final float SATURATED = 9;

    private RowKernels() {}

    /** Starts two sums of three rows each: u = a + w0 x + w1 y + w2 z, v = b + w3 x + w4 y + w5 z. */
    static void begin(
            float a,
            float b,
            float[] w,
            int at,
            float[] x,
            float[] y,
            float[] z,
            float[] u,
            float[] v,
            int from,
            int to) {
        float w0 = w[at];
        float w1 = w[at + 1];
        float w2 = w[at + 2];
        float w3 = w[at + 3];
        float w4 = w[at + 4];
        float w5 = w[at + 5];
        for (int i = from; i < to; i++) {
            float p = x[i];
            float q = y[i];
            float r = z[i];
            u[i] = a + w0 * p + w1 * q + w2 * r;
            v[i] = b + w3 * p + w4 * q + w5 * r;
        }
    }

    /** Continues two sums with three rows each. */
    static void add(float[] w, int at, float[] x, float[] y, float[] z, float[] u, float[] v, int from, int to) {
        float w0 = w[at];
        float w1 = w[at + 1];
        float w2 = w[at + 2];
        float w3 = w[at + 3];
        float w4 = w[at + 4];
        float w5 = w[at + 5];
        for (int i = from; i < to; i++) {
            float p = x[i];
            float q = y[i];
            float r = z[i];
            u[i] = u[i] + w0 * p + w1 * q + w2 * r;
            v[i] = v[i] + w3 * p + w4 * q + w5 * r;
        }
    }

    /** Starts two sums of one row each: u = a + w0 x, v = b + w1 x. */
    static void begin(float a, float b, float w0, float w1, float[] x, float[] u, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float p = x[i];
            u[i] = a + w0 * p;
            v[i] = b + w1 * p;
        }
    }

    /** Continues two sums with one row each. */
    static void add(float w0, float w1, float[] x, float[] u, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float p = x[i];
            u[i] = u[i] + w0 * p;
            v[i] = v[i] + w1 * p;
        }
    }

    /** 2 * max(x, 0); the next layer's weights are halved. */
    static void twicePositive(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] + Math.abs(x[i]);
        }
    }

    /** log = scale * tanh(r), by Lambert's continued fraction at r / 2 and the double angle: the error is at most 1e-6. */
    static void boundedLog(float scale, float[] r, float[] log, int from, int to) {
        for (int i = from; i < to; i++) {
            // r / 2, clipped by a difference of absolute values: Math.min and Math.max would be slower
            float h = 0.25f * (Math.abs(r[i] + SATURATED) - Math.abs(r[i] - SATURATED));
            float q = h * h;
            float p = h * (34_459_424f + q * (4729725f + q * (135135f + q * (990f + q))));
            float d = 34_459_424f + q * (16216200f + q * (945945f + q * (13860f + q * 45f)));
            log[i] = scale * (2 * p * d) / (d * d + p * p);
        }
    }

    /** out = (x - shift) * exp(-log / n)^n, n = 2^halvings, so that the exponent is at most a half. */
    static void uncouple(float[] x, float[] shift, float[] log, int halvings, float[] out, int from, int to) {
        float part = -1f / (1 << halvings);
        for (int i = from; i < to; i++) {
            float y = part * log[i];
            log[i] = 1
                    + y
                            * (1
                                    + y
                                            * (1f / 2
                                                    + y
                                                            * (1f / 6
                                                                    + y
                                                                            * (1f / 24
                                                                                    + y
                                                                                            * (1f / 120
                                                                                                    + y
                                                                                                            * (1f / 720
                                                                                                                    + y
                                                                                                                            / 5040))))));
        }
        for (int k = 0; k < halvings; k++) {
            for (int i = from; i < to; i++) {
                log[i] = log[i] * log[i];
            }
        }
        for (int i = from; i < to; i++) {
            out[i] = (x[i] - shift[i]) * log[i];
        }
    }

    /** out = x * sqrt(slope * signal + floor). */
    static void scaleByLight(float[] x, float[] light, float slope, float floor, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * (float) Math.sqrt(slope * light[i] + floor);
        }
    }
}
