package io.grainflow.file.tiff;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes TIFF files of several images page by page, so that one page at a time is in memory: each page consists of its directory, the
 * values that the directory points to, and one strip. The JDK's writer seeks back to link its directories and therefore buffers the whole
 * file.
 */
final class TiffStackWriter {
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final long LARGEST = 0xFFFFFFFFL;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int TEXT = 2;

    private final Path target;
    private final TiffPage like;
    private final OutputStream out;
    private long place = HEADER;

    TiffStackWriter(Path target, TiffPage like, OutputStream out) throws IOException {
        this.target = target;
        this.like = like;
        this.out = out;
        out.write(new byte[] {'I', 'I', 42, 0, HEADER, 0, 0, 0});
    }

    /** Offsets of the parts of a page: bits and formats of the channels, two rational numbers, the description, the samples. */
    private record Layout(int entries, long bits, long resolution, long description, long strip, long end) {}

    /** Appends a page of one or three channels. The first one gets the description. */
    void write(Image image, boolean last) throws IOException {
        byte[] samples = packed(samples(image));
        byte[] words = place == HEADER && !like.description().isEmpty()
                ? (like.description() + "\0").getBytes(StandardCharsets.ISO_8859_1)
                : new byte[0];
        Layout layout = layout(image.channels(), words.length, samples.length);
        if (layout.end > LARGEST) {
            throw new InputException(
                    target.toString(), "would become larger than 4 GB, more than TIFF holds", "cut it into parts");
        }
        ByteBuffer page = ByteBuffer.allocate((int) (layout.strip - place)).order(ByteOrder.LITTLE_ENDIAN);
        directory(page, image, layout, words.length, samples.length);
        page.putInt(last ? 0 : (int) layout.end);
        behind(page, image.channels(), words);
        out.write(page.array());
        out.write(samples);
        out.write(new byte[samples.length & 1]);
        place = layout.end;
    }

    /** Every part begins at an even offset. */
    private Layout layout(int channels, int words, int samples) {
        int entries = 10 + (words > 0 ? 1 : 0) + (like.resolution().isPresent() ? 3 : 0);
        long bits = place + 2 + (long) entries * ENTRY + 4;
        long resolution = bits + 4L * channels;
        long description = resolution + 16;
        long strip = description + words + (words & 1);
        return new Layout(entries, bits, resolution, description, strip, strip + samples + (samples & 1));
    }

    private void directory(ByteBuffer page, Image image, Layout layout, int words, int samples) {
        int channels = image.channels();
        page.putShort((short) layout.entries);
        entry(page, 256, LONG, 1, image.width());
        entry(page, 257, LONG, 1, image.height());
        channelEntry(page, 258, channels, TiffSamples.bits(like.sampleFormat()), layout.bits);
        entry(page, 259, SHORT, 1, like.isCompressed() ? 8 : 1);
        entry(page, 262, SHORT, 1, channels == 3 ? 2 : 1);
        if (words > 0) {
            entry(page, 270, TEXT, words, layout.description);
        }
        entry(page, 273, LONG, 1, layout.strip);
        entry(page, 277, SHORT, 1, channels);
        entry(page, 278, LONG, 1, image.height());
        entry(page, 279, LONG, 1, samples);
        like.resolution().ifPresent(r -> {
            entry(page, 282, RATIONAL, 1, layout.resolution);
            entry(page, 283, RATIONAL, 1, layout.resolution + 8);
            entry(page, 296, SHORT, 1, r.unit());
        });
        channelEntry(page, 339, channels, like.sampleFormat().isFloat() ? 3 : 1, layout.bits + 2L * channels);
    }

    private void behind(ByteBuffer page, int channels, byte[] words) {
        for (int value : new int[] {
            TiffSamples.bits(like.sampleFormat()), like.sampleFormat().isFloat() ? 3 : 1
        }) {
            for (int c = 0; c < channels; c++) {
                page.putShort((short) value);
            }
        }
        int fractions = page.position();
        like.resolution().ifPresent(r -> {
            page.putInt(r.across().get(0)).putInt(r.across().get(1));
            page.putInt(r.down().get(0)).putInt(r.down().get(1));
        });
        page.position(fractions + 16).put(words);
    }

    private static void channelEntry(ByteBuffer page, int tag, int channels, int value, long place) {
        entry(page, tag, SHORT, channels, channels == 1 ? value : place);
    }

    private static void entry(ByteBuffer page, int tag, int type, int count, long value) {
        page.putShort((short) tag).putShort((short) type).putInt(count).putInt((int) value);
    }

    private byte[] samples(Image image) {
        if (TiffSamples.bytes(image.width(), image.channels(), like.sampleFormat()) * image.height()
                > Integer.MAX_VALUE - 16) {
            throw new InputException(target.toString(), "has pages of more than 2 GB", "cut it into parts");
        }
        return TiffSamples.of(image, 0, image.height(), like.sampleFormat(), ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] packed(byte[] samples) throws IOException {
        if (!like.isCompressed()) {
            return samples;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(samples.length / 2);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(samples);
        }
        return packed.toByteArray();
    }
}
