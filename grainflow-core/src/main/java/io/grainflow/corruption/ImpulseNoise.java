package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * Random-valued impulses: a pixel is replaced with some probability by a colour that is uniform in [0,1], all channels at once
 * (Lehtinen et al., Noise2Noise, ICML 2018, section 3.2). Its mean is (1 - p) x + p / 2, its median is x up to p = 0.5, its mode
 * is x.
 *
 * @param probability of a pixel to be replaced, in [0,1)
 */
public record ImpulseNoise(double probability) implements NoiseModel {
    public ImpulseNoise {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("ImpulseNoise expects a probability in [0,1), got " + probability);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        RandomField field = new RandomField(seed);
        float[] values = clean.toArray();
        int plane = clean.height() * clean.width();
        for (int i = 0; i < plane; i++) {
            if (field.uniform(i, 0) < probability) {
                for (int c = 0; c < clean.channels(); c++) {
                    values[c * plane + i] = (float) field.uniform(i, c + 1);
                }
            }
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }
}
