package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Portable float maps (P. Debevec, HDRShop, 2001): {@code PF} colour or {@code Pf} grey, width, height and a scale whose sign gives the
 * byte order, then float32 rows from bottom to top. The absolute value of the scale is a unit. As in other readers, it is not applied.
 */
final class PortableFloatMap {
    private static final int LONGEST_WORD = 32;

    private record Head(int channels, int height, int width, ByteOrder order, int length) {
        long bytes() {
            return length + 4L * channels * height * width;
        }
    }

    private PortableFloatMap() {}

    static ImageHeader header(Path file) {
        ImageDecoder.requireContent(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Head head = head(file, in);
            return new ImageHeader("pfm", head.height, head.width);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /** @throws InputException if it is not a portable float map, is truncated, or has values that are not finite */
    static DecodedImage read(Path file) {
        ImageDecoder.requireContent(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Head head = head(file, in);
            long size = Files.size(file);
            if (size < head.bytes()) {
                throw new IllegalArgumentException("has " + size + " of " + head.bytes() + " bytes");
            }
            ImageDecoder.requireRoom(file, new ImageHeader("pfm", head.height, head.width));
            float[] chw = values(in, head);
            FiniteSamples.require(file, head.height, head.width, chw);
            Image image = Image.adopt(PixelDomain.LINEAR, head.height, head.width, chw);
            return new DecodedImage(image, SampleFormat.F32, Optional.empty(), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /** Writes one or three channels, little-endian. */
    static void write(Path file, Image image) {
        AtomicFile.write(file, out -> encode(image, out));
    }

    private static void encode(Image image, OutputStream out) throws IOException {
        String head =
                (image.channels() == 3 ? "PF\n" : "Pf\n") + image.width() + " " + image.height() + "\n" + "-1.0\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        FloatBuffer values = image.values();
        int plane = image.height() * image.width();
        ByteBuffer row =
                ByteBuffer.allocate(4 * image.channels() * image.width()).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = image.height() - 1; y >= 0; y--) {
            row.clear();
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    row.putFloat(values.get(c * plane + y * image.width() + x));
                }
            }
            out.write(row.array());
        }
    }

    private static float[] values(InputStream in, Head head) throws IOException {
        float[] chw = new float[head.channels * head.height * head.width];
        int plane = head.height * head.width;
        byte[] bytes = new byte[4 * head.channels * head.width];
        FloatBuffer row = ByteBuffer.wrap(bytes).order(head.order).asFloatBuffer();
        for (int y = head.height - 1; y >= 0; y--) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new EOFException("it ends too early");
            }
            for (int x = 0; x < head.width; x++) {
                for (int c = 0; c < head.channels; c++) {
                    chw[c * plane + y * head.width + x] = row.get(x * head.channels + c);
                }
            }
        }
        return chw;
    }

    private static Head head(Path file, InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        String magic = word(in, all);
        if (!magic.equals("PF") && !magic.equals("Pf")) {
            throw new InputException(file.toString(), "is no portable float map", "export it again as PFM");
        }
        int width = Integer.parseInt(word(in, all));
        int height = Integer.parseInt(word(in, all));
        double scale = Double.parseDouble(word(in, all));
        if (width < 1 || height < 1 || scale == 0 || !Double.isFinite(scale)) {
            throw new IllegalArgumentException("size " + width + "x" + height + ", scale " + scale);
        }
        ByteOrder order = scale < 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new Head(magic.equals("PF") ? 3 : 1, height, width, order, all.length());
    }

    /** Reads the next word and the one white space after it. */
    private static String word(InputStream in, StringBuilder all) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            all.append((char) next);
            if (Character.isWhitespace(next)) {
                if (word.length() > 0) {
                    return word.toString();
                }
            } else {
                word.append((char) next);
            }
            if (all.length() > 4 * LONGEST_WORD) {
                break;
            }
        }
        throw new IllegalArgumentException("its header does not end");
    }

    private static InputException damaged(Path file, Exception e) {
        return new InputException(
                file.toString(), "is damaged or truncated (" + e.getMessage() + ")", "copy or export it again", e);
    }
}
