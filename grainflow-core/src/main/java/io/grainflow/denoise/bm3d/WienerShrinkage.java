package io.grainflow.denoise.bm3d;

/** Empirical Wiener filter with the guide as the signal (Dabov et al. 2007, equations 8 and 9). */
final class WienerShrinkage implements GroupFilter {
    /** Prevents an infinite weight of a group without signal. */
    private static final float LEAST_GAIN = 1e-3f;

    private final float[] variances;

    /** With a variance for each channel, white = 1. */
    WienerShrinkage(float[] variances) {
        this.variances = variances.clone();
    }

    @Override
    public boolean guided() {
        return true;
    }

    @Override
    public float shrink(HaarStack noisy, HaarStack guide, int channel) {
        float gains = 0;
        for (int band = 0; band < noisy.bands(); band++) {
            int length = noisy.length(band);
            applyGain(noisy.band(band), guide.band(band), variances[channel], length);
            gains += sumOfSquares(guide.band(band), length);
        }
        return 1f / Math.max(LEAST_GAIN, gains);
    }

    /** Applies the Wiener gain, which also replaces the signal. */
    private static void applyGain(float[] noisy, float[] signal, float variance, int count) {
        for (int i = 0; i < count; i++) {
            float power = signal[i] * signal[i];
            float gain = power / (power + variance);
            signal[i] = gain;
            noisy[i] *= gain;
        }
    }

    /** Four independent partial sums, so that additions can overlap; the count is at least four. */
    private static float sumOfSquares(float[] values, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            d += values[i + 3] * values[i + 3];
        }
        for (; i < count; i++) {
            a += values[i] * values[i];
        }
        return a + b + (c + d);
    }
}
