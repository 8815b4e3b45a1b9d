package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** Simple scenes and pairs of known noise. */
public final class Scenes {
    public static final Capture CAPTURE = Capture.of("cam", 400);

    private Scenes() {}

    /** Flat tiles of 8x8 of random brightness between two values, each with a slight slope. */
    public static Image tiles(int channels, int height, int width, double from, double to, Seed seed) {
        RandomField field = new RandomField(seed);
        float[] values = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int tile = (c * height / 8 + y / 8) * (width / 8 + 1) + x / 8;
                    double brightness = from + (to - from) * field.uniform(tile, 0);
                    values[(c * height + y) * width + x] = (float) (brightness + 2e-4 * (x % 8 - y % 8));
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    public static NoisyPair pair(Image clean, NoiseLevel level, Seed seed) {
        return new NoisyPair("scene", clean, IndependentGaussian.sample(clean, level, seed), CAPTURE);
    }

    /** A pair as stored in a camera file: clipped to [0,1] and rounded to 8 bit; the clean image is only clipped. */
    public static NoisyPair file(NoisyPair pair) {
        return new NoisyPair(pair.scene(), pair.clean().clamped(), pair.noisy().quantised(255), pair.capture());
    }

    public static Image plus(Image image, double shift) {
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) shift;
        }
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }
}
