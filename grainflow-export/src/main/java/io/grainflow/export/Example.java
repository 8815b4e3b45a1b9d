package io.grainflow.export;

import io.grainflow.engine.Precision;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.inference.TrainedDenoiser;
import io.grainflow.isp.SceneGenerator;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A generated scene with Gaussian noise and the denoiser's result: a self-test for other programs, and a cover image.
 *
 * @param noisy square image
 * @param restored the denoiser's result, of the same size
 */
record Example(Image noisy, Image restored) {
    private static final Seed SEED = new Seed(1);
    private static final double SIGMA = 0.04;
    private static final int LARGEST_PICTURE = 256;
    private static final int COLOURS = 3;

    /**
     * @param side height and width, whole blocks of the network
     * @param threads that compute
     */
    static Example of(ModelFile<? extends DenoiserSpec> file, int side, int threads) {
        PixelDomain domain = file.units().domain();
        Image scene = SceneGenerator.scene(SEED, side, side);
        RandomField field = new RandomField(SEED.child("noise"));
        int plane = side * side;
        float[] values = new float[file.spec().channels() * plane];
        for (int i = 0; i < values.length; i++) {
            int channel = i / plane % COLOURS;
            double light = scene.at(channel, i % plane / side, i % side) + SIGMA * field.normal(i);
            values[i] = (float) (domain == PixelDomain.SRGB ? Math.min(1, Math.max(0, light)) : light);
        }
        Image noisy = Image.adopt(domain, side, side, values);
        // other programs compute in float32
        Inference inference = Inference.on(Device.CPU).withThreads(threads).withPrecision(Precision.FP32);
        try (TrainedDenoiser denoiser = Models.denoiser(file, inference)) {
            return new Example(noisy, denoiser.denoise(noisy));
        }
    }

    /** Both images side by side as a PNG file; large images are cropped to their centre. */
    byte[] picture() {
        int side = Math.min(LARGEST_PICTURE, noisy.height());
        BufferedImage picture = new BufferedImage(2 * side, side, BufferedImage.TYPE_INT_RGB);
        paint(noisy, picture, 0, side);
        paint(restored, picture, side, side);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "png", bytes)) {
                throw new IllegalStateException("every Java writes PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void paint(Image image, BufferedImage picture, int left, int side) {
        int from = (image.height() - side) / 2;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int rgb = 0;
                for (int colour = 0; colour < COLOURS; colour++) {
                    float value = image.at(image.channels() < COLOURS ? 0 : colour, from + y, from + x);
                    rgb = rgb << 8 | Math.round(255 * Math.min(1f, Math.max(0f, value)));
                }
                picture.setRGB(left + x, y, rgb);
            }
        }
    }
}
