package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes a picture as JPEG and decodes it again. */
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
        int plane = image.height() * image.width();
        FloatBuffer values = image.values();
        int[] packed = new int[plane];
        for (int i = 0; i < plane; i++) {
            packed[i] = eightBit(values.get(i)) << 16
                    | eightBit(values.get(plane + i)) << 8
                    | eightBit(values.get(2 * plane + i));
        }
        BufferedImage rgb = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        rgb.setRGB(0, 0, image.width(), image.height(), packed, 0, image.width());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = jdk(ImageIO.getImageWritersByFormatName("jpeg"));
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
        BufferedImage decoded;
        ImageReader reader = jdk(ImageIO.getImageReadersByFormatName("jpeg"));
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in);
            decoded = reader.read(0);
        } finally {
            reader.dispose();
        }
        int height = decoded.getHeight();
        int width = decoded.getWidth();
        int plane = height * width;
        int[] bands = decoded.getRaster().getPixels(0, 0, width, height, (int[]) null);
        float[] chw = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                chw[c * plane + i] = bands[3 * i + c] / 255f;
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, chw);
    }

    private static int eightBit(float value) {
        return Math.round(Math.min(1f, Math.max(0f, value)) * 255);
    }

    /** The JDK's own codec, because ImageIO plug-ins on the class path must not change the pixels. */
    private static <T> T jdk(Iterator<T> coders) {
        while (coders.hasNext()) {
            T coder = coders.next();
            if (coder.getClass().getName().startsWith("com.sun.imageio.")) {
                return coder;
            }
        }
        throw new IllegalStateException("the JDK has no JPEG coder");
    }
}
