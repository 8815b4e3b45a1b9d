package io.grainflow.report;

import io.grainflow.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures inside the page. */
final class PngData {
    private PngData() {}

    /** A data URI of the image, 8 bit; the first three channels are red, green, blue, and a single one is grey. */
    static String uri(Image image) {
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int packed = 0;
                for (int c = 0; c < 3; c++) {
                    float value = image.at(Math.min(c, image.channels() - 1), y, x);
                    packed = packed << 8 | Math.round(Math.min(1f, Math.max(0f, value)) * 255);
                }
                rgb.setRGB(x, y, packed);
            }
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(rgb, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("PNG in memory", e);
        }
    }
}
