package io.grainflow.noise.estimate;

/**
 * Sums over the pixels of one channel, by clean value in {@link #BINS} equal bins of [0,1]. Noise is noisy - clean minus its mean over the
 * image; clipped pixels are those whose noisy value is at or beyond 0 or 1.
 */
final class ChannelStatistics {
    static final int BINS = 1024;

    final long[] count = new long[BINS];
    final double[] clean = new double[BINS];
    final double[] noise = new double[BINS];
    final double[] noiseSquared = new double[BINS];
    /** Pixels clipped to black and to white. */
    final long[] black = new long[BINS];

    final long[] white = new long[BINS];
    /** Squared noise of the pixels that are not clipped. */
    final double[] innerSquared = new double[BINS];

    /** Number of all pixels, without correction for edges and drift. */
    long plainCount;

    double plainNoise;
    double plainSquared;

    /**
     * Adds a pixel away from edges.
     *
     * @param weight corrects for the degree of freedom that is lost by subtracting the mean
     */
    void add(float cleanValue, float noisyValue, double drift, double weight) {
        int bin = Math.min(BINS - 1, Math.max(0, (int) (cleanValue * BINS)));
        double centred = (double) noisyValue - cleanValue - drift;
        double squared = weight * centred * centred;
        count[bin]++;
        clean[bin] += cleanValue;
        noise[bin] += centred;
        noiseSquared[bin] += squared;
        if (noisyValue <= 0) {
            black[bin]++;
        } else if (noisyValue >= 1) {
            white[bin]++;
        } else {
            innerSquared[bin] += squared;
        }
    }

    void addPlain(double noiseValue) {
        plainCount++;
        plainNoise += noiseValue;
        plainSquared += noiseValue * noiseValue;
    }

    void merge(ChannelStatistics other) {
        for (int bin = 0; bin < BINS; bin++) {
            count[bin] += other.count[bin];
            clean[bin] += other.clean[bin];
            noise[bin] += other.noise[bin];
            noiseSquared[bin] += other.noiseSquared[bin];
            black[bin] += other.black[bin];
            white[bin] += other.white[bin];
            innerSquared[bin] += other.innerSquared[bin];
        }
        plainCount += other.plainCount;
        plainNoise += other.plainNoise;
        plainSquared += other.plainSquared;
    }
}
