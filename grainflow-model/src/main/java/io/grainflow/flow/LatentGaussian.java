package io.grainflow.flow;

/**
 * One Gaussian over latent channels, on the heap.
 *
 * @param mean per channel
 * @param deviation standard deviation per channel; its sign only matters when deviations are averaged
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within the package's users, never changed
public record LatentGaussian(double[] mean, double[] deviation) {
    public LatentGaussian {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException("LatentGaussian expects as many deviations as means, got "
                    + deviation.length + " and " + mean.length);
        }
    }

    /** The Gaussian with its deviations multiplied. */
    public LatentGaussian spread(double temperature) {
        double[] scaled = deviation.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= temperature;
        }
        return new LatentGaussian(mean, scaled);
    }
}
