package io.grainflow.pair;

import io.grainflow.image.Image;

/**
 * Turns two noisy shots of one scene into a pair for estimates of noise variance. The clean image is the mean m of both shots; the noisy
 * image is m + d / sqrt(2), where d is the difference of the shots, so its noise has the variance of one shot. Sum and difference of two
 * shots are uncorrelated, so variances are those of a noisy and a clean image. Other statistics of the noise are not preserved.
 *
 * @param shots the pair of two noisy shots
 */
public record TwoShots(PairEntry shots) implements PairEntry {
    @Override
    public String name() {
        return shots.name();
    }

    @Override
    public String scene() {
        return shots.scene();
    }

    @Override
    public Capture capture() {
        return shots.capture();
    }

    @Override
    public NoisyPair load() {
        return of(shots.load());
    }

    /** The mean of two shots as the clean image, and the mean with the noise of one shot as the noisy image. */
    public static NoisyPair of(NoisyPair pair) {
        float[] first = pair.noisy().toArray();
        float[] second = pair.clean().toArray();
        double factor = Math.sqrt(0.5);
        for (int i = 0; i < first.length; i++) {
            double mean = 0.5 * ((double) first[i] + second[i]);
            double noise = factor * ((double) first[i] - second[i]);
            second[i] = (float) mean;
            first[i] = (float) (mean + noise);
        }
        return new NoisyPair(pair.scene(), like(pair.clean(), second), like(pair.noisy(), first), pair.capture());
    }

    private static Image like(Image image, float[] values) {
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }
}
