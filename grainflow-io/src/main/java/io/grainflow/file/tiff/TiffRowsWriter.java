package io.grainflow.file.tiff;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageRowsWriter;
import io.grainflow.file.PendingFile;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a TIFF image strip by strip, followed by its directory. The file is a BigTIFF file if offsets could exceed 32 bits. The JDK's
 * writer needs the whole image in memory, and no writer on the class path supports BigTIFF.
 */
public final class TiffRowsWriter implements ImageRowsWriter {
    /** Bytes of a strip before compression: small enough for viewers that read only the visible part. */
    private static final int STRIP = 1 << 20;
    /** Largest file with offsets of 32 bits, minus the directory and what compression may add. */
    static final long CLASSIC = 0xFFFFFFFFL - (1 << 26);

    /** Tags that are copied to the new file: orientation, resolution, colour profile. */
    private static final Set<Integer> KEPT = Set.of(274, 282, 283, 296, 34675);

    private final Path target;
    private final PendingFile file;
    private final TiffLayout like;
    private final SampleFormat format;
    private final int channels;
    private final boolean packed;
    private final boolean big;
    private final int stripRows;
    private final TiffDirectoryWriter directory;
    private final List<Long> offsets = new ArrayList<>();
    private final List<Long> lengths = new ArrayList<>();
    private final ByteBuffer strip;
    private long place;
    private int rows;

    private TiffRowsWriter(Path target, PendingFile file, TiffLayout like, int channels, long classic)
            throws IOException {
        this.target = target;
        this.file = file;
        this.like = like;
        this.channels = channels;
        this.format = like.page().sampleFormat();
        this.packed = like.page().isCompressed();
        long rowBytes = TiffSamples.bytes(like.page().width(), channels, format);
        this.big = rowBytes * like.page().height() > classic;
        this.stripRows = (int) Math.max(1, Math.min(like.page().height(), STRIP / rowBytes));
        this.strip = ByteBuffer.allocate(Math.toIntExact(stripRows * rowBytes));
        this.directory = new TiffDirectoryWriter(like.order(), big);
        append(directory.header(0));
    }

    static TiffRowsWriter open(Path target, TiffLayout like, int channels) {
        return open(target, like, channels, CLASSIC);
    }

    /** @param classic size of the values in bytes from which the file becomes a BigTIFF file */
    static TiffRowsWriter open(Path target, TiffLayout like, int channels, long classic) {
        if (!ImageFiles.extension(target).startsWith("tif")) {
            throw new InputException(target.toString(), "is not named like a TIFF file", "choose .tif");
        }
        if (channels != 1 && channels != 3) {
            throw new InputException(
                    target.toString(), "cannot hold " + channels + " channels", "write 1 (grey) or 3 (colour)");
        }
        PendingFile file = null;
        boolean opened = false;
        try {
            file = PendingFile.open(target);
            TiffRowsWriter writer = new TiffRowsWriter(target, file, like, channels, classic);
            opened = true;
            return writer;
        } catch (IOException e) {
            throw AtomicFile.explained(target, e);
        } finally {
            if (!opened && file != null) {
                file.close();
            }
        }
    }

    @Override
    public void write(Image image, int first, int count) {
        TiffPage page = like.page();
        if (image.channels() != channels || image.width() != page.width() || count > page.height() - rows) {
            throw new IllegalArgumentException("write expects " + channels + " channels of " + page.width()
                    + " columns and at most " + (page.height() - rows) + " rows, got " + count + " of " + image);
        }
        try {
            for (int row = first; row < first + count; ) {
                int part = Math.min(first + count - row, stripRows - rows % stripRows);
                strip.put(TiffSamples.of(image, row, part, format, like.order()));
                row += part;
                rows += part;
                if (!strip.hasRemaining() || rows == page.height()) {
                    writeStrip();
                }
            }
        } catch (IOException e) {
            throw AtomicFile.explained(target, e);
        }
    }

    private void writeStrip() throws IOException {
        byte[] values = new byte[strip.flip().remaining()];
        strip.get(values).clear();
        byte[] stored = packed ? packed(values) : values;
        offsets.add(place);
        lengths.add((long) stored.length);
        append(stored);
        append(new byte[stored.length & 1]);
    }

    /** Horizontal differences of integers, which compress better; floats are not changed. */
    private byte[] packed(byte[] values) throws IOException {
        if (!format.isFloat()) {
            int rowBytes = (int) TiffSamples.bytes(like.page().width(), channels, format);
            for (int start = 0; start < values.length; start += rowBytes) {
                subtract(values, start, rowBytes);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(values.length / 2);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(values);
        }
        return out.toByteArray();
    }

    private void subtract(byte[] values, int start, int rowBytes) {
        if (format == SampleFormat.U8) {
            for (int i = start + rowBytes - 1; i >= start + channels; i--) {
                values[i] -= values[i - channels];
            }
            return;
        }
        ByteBuffer numbers = ByteBuffer.wrap(values).order(like.order());
        for (int i = start + rowBytes - 2; i >= start + 2 * channels; i -= 2) {
            numbers.putShort(i, (short) (numbers.getShort(i) - numbers.getShort(i - 2 * channels)));
        }
    }

    private void append(byte[] bytes) throws IOException {
        writeFully(file.channel(), bytes, place);
        place += bytes.length;
    }

    private static void writeFully(FileChannel channel, byte[] bytes, long at) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, at + rest.position());
        }
    }

    @Override
    public void finish() {
        if (rows != like.page().height()) {
            throw new IllegalStateException("finish expects all " + like.page().height() + " rows, got " + rows);
        }
        try {
            long at = place;
            append(directory.directory(fields(), at));
            writeFully(file.channel(), directory.header(at), 0);
            file.complete();
        } catch (IOException e) {
            throw AtomicFile.explained(target, e);
        }
    }

    private List<TiffField> fields() {
        ByteOrder order = like.order();
        List<TiffField> fields = new ArrayList<>();
        like.tags().values().stream()
                .filter(field -> KEPT.contains(field.tag()))
                .forEach(fields::add);
        fields.add(TiffField.longs(order, 256, false, like.page().width()));
        fields.add(TiffField.longs(order, 257, false, like.page().height()));
        fields.add(TiffField.shorts(order, 258, repeated(TiffSamples.bits(format))));
        fields.add(TiffField.shorts(order, 259, packed ? 8 : 1));
        fields.add(TiffField.shorts(order, TiffLayout.PHOTOMETRIC, channels == 3 ? 2 : 1));
        fields.add(TiffField.longs(order, 273, big, numbers(offsets)));
        fields.add(TiffField.shorts(order, 277, channels));
        fields.add(TiffField.longs(order, 278, false, stripRows));
        fields.add(TiffField.longs(order, 279, big, numbers(lengths)));
        fields.add(TiffField.shorts(order, TiffLayout.PLANAR, 1));
        if (packed && !format.isFloat()) {
            fields.add(TiffField.shorts(order, TiffLayout.PREDICTOR, 2));
        }
        fields.add(TiffField.shorts(order, 339, repeated(format.isFloat() ? 3 : 1)));
        return fields;
    }

    private int[] repeated(int value) {
        int[] values = new int[channels];
        Arrays.fill(values, value);
        return values;
    }

    private static long[] numbers(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        file.close();
    }
}
