package io.grainflow.denoise.bm3d;

/**
 * Sets coefficients up to a limit to zero (Dabov et al. 2007, equation 4). Apart from the sign bit, floats have the same order as their bit
 * patterns; comparing these avoids branches.
 */
final class HardThreshold implements GroupFilter {
    private static final int SIGNLESS = 0x7fffffff;

    private final int[] limits;

    /** With a limit for each channel, white = 1. */
    HardThreshold(float[] limits) {
        this.limits = new int[limits.length];
        for (int c = 0; c < limits.length; c++) {
            this.limits[c] = Float.floatToRawIntBits(limits[c]);
        }
    }

    @Override
    public boolean guided() {
        return false;
    }

    @Override
    public float shrink(HaarStack noisy, HaarStack guide, int channel) {
        int kept = 0;
        for (int band = 0; band < noisy.bands(); band++) {
            kept += threshold(noisy.band(band), noisy.length(band), limits[channel]);
        }
        return 1f / Math.max(1, kept);
    }

    private static int threshold(float[] values, int count, int limit) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int mask = (limit - (bits & SIGNLESS)) >> 31;
            values[i] = Float.intBitsToFloat(bits & mask);
            kept -= mask;
        }
        return kept;
    }
}
