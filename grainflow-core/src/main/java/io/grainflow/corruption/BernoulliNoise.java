package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * Multiplicative Bernoulli noise: a pixel becomes zero with some probability, all its channels at once (Lehtinen et al.,
 * Noise2Noise, ICML 2018, section 3.2).
 *
 * @param probability of a pixel to be lost, in [0,1)
 */
public record BernoulliNoise(double probability) implements MaskedNoise {
    public BernoulliNoise {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("BernoulliNoise expects a probability in [0,1), got " + probability);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        float[] values = clean.toArray();
        float[] kept = kept(clean, seed).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= kept[i];
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    @Override
    public Image kept(Image clean, Seed seed) {
        RandomField field = new RandomField(seed);
        int plane = clean.height() * clean.width();
        float[] kept = new float[clean.size()];
        for (int i = 0; i < plane; i++) {
            kept[i] = field.uniform(i, 0) < probability ? 0 : 1;
        }
        for (int c = 1; c < clean.channels(); c++) {
            System.arraycopy(kept, 0, kept, c * plane, plane);
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), kept);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }
}
