package io.grainflow.report;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Images as PNG data URIs. Display images are shown as they are. Packed raw images of four planes are taken as the sites
 * of a 2x2 colour filter array with red first and blue last: the two greens are averaged, white is balanced by the
 * means of a reference (grey world), the reference's 99th percentile becomes white, and the sRGB curve is applied.
 * Other raw images are shown in grey. All pictures of a scene are developed in the same way, so they are comparable.
 */
final class Development {
    private static final double WHITE_SHARE = 0.99;

    private final double[] gains;
    private final boolean linear;

    private Development(double[] gains, boolean linear) {
        this.gains = gains;
        this.linear = linear;
    }

    /** The development for the reference. */
    static Development of(Image reference) {
        if (reference.domain() == PixelDomain.SRGB) {
            return new Development(new double[] {1, 1, 1}, false);
        }
        double[][] planes = planes(reference);
        double[] means = Arrays.stream(planes)
                .mapToDouble(plane -> Arrays.stream(plane).average().orElse(0))
                .toArray();
        double[] gains = new double[planes.length];
        double brightest = 0;
        for (int c = 0; c < gains.length; c++) {
            double[] sorted = planes[c].clone();
            Arrays.sort(sorted);
            gains[c] = means[c] > 0 ? 1 / means[c] : 1;
            brightest = Math.max(brightest, gains[c] * sorted[(int) (WHITE_SHARE * (sorted.length - 1))]);
        }
        for (int c = 0; c < gains.length; c++) {
            gains[c] = brightest > 0 ? gains[c] / brightest : 1;
        }
        return new Development(gains, true);
    }

    String dataUri(Image image) {
        double[][] planes = planes(image);
        int type = planes.length == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage picture = new BufferedImage(image.width(), image.height(), type);
        int[] samples = new int[planes.length];
        for (int i = 0; i < planes[0].length; i++) {
            for (int c = 0; c < planes.length; c++) {
                samples[c] = sample(planes[c][i], gains[Math.min(c, gains.length - 1)]);
            }
            picture.getRaster().setPixel(i % image.width(), i / image.width(), samples);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture));
    }

    private int sample(double value, double gain) {
        double limited = Math.min(1, Math.max(0, value * gain));
        double shown = linear ? srgb(limited) : limited;
        return (int) Math.floor(shown * 255 + 0.5);
    }

    /** The transfer curve of IEC 61966-2-1. */
    private static double srgb(double value) {
        return value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
    }

    /** One plane of grey, or red, green and blue. */
    private static double[][] planes(Image image) {
        int channels = image.channels();
        if (channels == 3) {
            return new double[][] {mean(image, 0), mean(image, 1), mean(image, 2)};
        }
        if (channels == 4 && image.domain() == PixelDomain.RAW_PACKED) {
            return new double[][] {mean(image, 0), mean(image, 1, 2), mean(image, 3)};
        }
        int[] all = new int[channels];
        Arrays.setAll(all, c -> c);
        return new double[][] {mean(image, all)};
    }

    private static double[] mean(Image image, int... channels) {
        float[] values = image.toArray();
        int plane = image.height() * image.width();
        double[] mean = new double[plane];
        for (int channel : channels) {
            for (int i = 0; i < plane; i++) {
                mean[i] += values[channel * plane + i] / (double) channels.length;
            }
        }
        return mean;
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IllegalStateException("this Java runtime has no writer for PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
