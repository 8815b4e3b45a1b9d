package io.grainflow.pair;

import io.grainflow.image.Image;

/**
 * A pair whose second image is another noisy shot of the same scene. What it gives has the noise of one shot on the mean of both: half of
 * their difference times the root of two. Variances, and they alone, are then those of a noisy and a clean image, since sum and
 * difference of two shots are uncorrelated.
 *
 * @param shots the two
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

    /** Two shots as the mean of both and as noisy as one. */
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
