package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * Spatially correlated Gaussian noise: white noise, blurred by a Gaussian and rescaled to the given standard deviation, for each channel
 * separately (Lehtinen et al., Noise2Noise, ICML 2018, section 3.1). The noise field is larger than the image, so the variance is the same
 * up to the border.
 *
 * @param sigma standard deviation, white = 1, positive
 * @param bandwidth standard deviation of the blur in pixels, in [0.3,64]
 */
public record BrownNoise(double sigma, double bandwidth) implements NoiseModel {
    public BrownNoise {
        if (!(sigma > 0 && sigma <= 10 && bandwidth >= 0.3 && bandwidth <= 64)) {
            throw new IllegalArgumentException("BrownNoise expects a sigma in (0,10] and a bandwidth in [0.3,64], got "
                    + sigma + " and " + bandwidth);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        double[] kernel = kernel();
        double squares = 0;
        for (double weight : kernel) {
            squares += weight * weight;
        }
        float scale = (float) (sigma / squares);
        float[] values = clean.toArray();
        int plane = clean.height() * clean.width();
        for (int c = 0; c < clean.channels(); c++) {
            float[] field = field(new RandomField(seed.child(c)), clean.height(), clean.width(), kernel);
            for (int i = 0; i < plane; i++) {
                values[c * plane + i] += scale * field[i];
            }
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /** exp(-i^2 / (2 bandwidth^2)) for |i| up to 4 bandwidths, of sum one. */
    double[] kernel() {
        int radius = (int) (4 * bandwidth + 0.5);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = Math.exp(-i * i / (2 * bandwidth * bandwidth));
            sum += kernel[i + radius];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** White noise on a field that is larger than the image by the kernel, blurred along columns, then along rows. */
    private static float[] field(RandomField white, int height, int width, double[] kernel) {
        int wide = width + kernel.length - 1;
        float[] blurred = new float[height * wide];
        float[] row = new float[wide];
        for (int y = 0; y < height + kernel.length - 1; y++) {
            for (int x = 0; x < wide; x++) {
                row[x] = (float) white.normal((long) y * wide + x);
            }
            for (int k = Math.max(0, y - height + 1); k < kernel.length && k <= y; k++) {
                float weight = (float) kernel[k];
                int start = (y - k) * wide;
                for (int x = 0; x < wide; x++) {
                    blurred[start + x] += weight * row[x];
                }
            }
        }
        float[] field = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < kernel.length; k++) {
                float weight = (float) kernel[k];
                for (int x = 0; x < width; x++) {
                    field[y * width + x] += weight * blurred[y * wide + x + k];
                }
            }
        }
        return field;
    }
}
