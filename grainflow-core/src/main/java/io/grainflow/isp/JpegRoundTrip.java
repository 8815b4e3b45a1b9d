package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What JPEG leaves of a picture. */
final class JpegRoundTrip {
    private JpegRoundTrip() {}

    /** Colour image [3,H,W] in [0,1]; quality in [0,1]. */
    static Image of(Image image, float quality) {
        try {
            return decode(encode(image, quality));
        } catch (IOException e) {
            throw new UncheckedIOException("JPEG in memory", e);
        }
    }

    private static byte[] encode(Image image, float quality) throws IOException {
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int packed = 0;
                for (int c = 0; c < 3; c++) {
                    packed = packed << 8 | Math.round(Math.min(1f, Math.max(0f, image.at(c, y, x))) * 255);
                }
                rgb.setRGB(x, y, packed);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(rgb, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static Image decode(byte[] jpeg) throws IOException {
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
        int height = decoded.getHeight();
        int width = decoded.getWidth();
        int plane = height * width;
        float[] chw = new float[3 * plane];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            decoded.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                chw[y * width + x] = (row[x] >> 16 & 0xFF) / 255f;
                chw[plane + y * width + x] = (row[x] >> 8 & 0xFF) / 255f;
                chw[2 * plane + y * width + x] = (row[x] & 0xFF) / 255f;
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, chw);
    }
}
