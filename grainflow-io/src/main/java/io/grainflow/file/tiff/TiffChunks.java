package io.grainflow.file.tiff;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Divides a TIFF image into spans of rows that are decoded together: several small strips, a row of tiles, or parts of a very large strip.
 * The rows of a large compressed strip are decompressed in order, without restarting.
 */
public final class TiffChunks {
    private static final int NO_COMPRESSION = 1;
    private static final int LZW = 5;
    private static final int JPEG = 7;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;
    private static final int PACK_BITS = 32773;
    private static final Set<Integer> COMPRESSIONS = Set.of(NO_COMPRESSION, LZW, JPEG, DEFLATE, OLD_DEFLATE, PACK_BITS);
    private static final int YCBCR = 6;

    private final FileChannel channel;
    private final TiffLayout layout;
    private final Limits limits;
    private @Nullable StripRows running;
    private int runningStrip = -1;

    /** A span of rows that are decoded together. */
    record Span(int first, int rows) {}

    /**
     * Limits of decoded data in bytes.
     *
     * @param quick target size of a span, a compromise between few calls and little memory
     * @param large size from which a compressed strip is decoded in parts
     * @param largest largest strip or row of tiles that can only be decoded as a whole
     */
    record Limits(long quick, long large, long largest) {
        static Limits defaults() {
            return new Limits(1 << 23, 1 << 25, 1 << 28);
        }
    }

    private TiffChunks(FileChannel channel, TiffLayout layout, Limits limits) {
        this.channel = channel;
        this.layout = layout;
        this.limits = limits;
    }

    /** @throws IllegalArgumentException if the file is damaged or not supported */
    static TiffChunks of(FileChannel channel, Limits limits) throws IOException {
        TiffLayout layout = TiffPages.firstLayout(channel);
        if (!takes(layout, limits)) {
            throw new IllegalArgumentException("its kind of TIFF is not read row by row");
        }
        return new TiffChunks(channel, layout, limits);
    }

    /** Whether rows of such an image can be decoded separately. */
    static boolean takes(TiffLayout layout, Limits limits) {
        TiffPage page = layout.page();
        boolean values = page.isFloat() ? page.bits() == 32 : page.bits() == 8 || page.bits() == 16;
        int photometric = layout.integer(TiffLayout.PHOTOMETRIC, -1);
        boolean grey = photometric == 0 || photometric == 1;
        boolean colour = photometric == 2 || (photometric == YCBCR && page.compression() == JPEG);
        boolean meant = (grey && page.channels() <= 2) || (colour && (page.channels() == 3 || page.channels() == 4));
        long parts = (long) layout.across() * layout.down() * (layout.planar() ? page.channels() : 1);
        boolean told = page.offsets().size() >= parts && layout.lengths().size() >= parts;
        return values
                && (page.isFloat() || page.format() == 1)
                && meant
                && COMPRESSIONS.contains(page.compression())
                && (freeRows(layout) ? page.offsets().size() >= parts : told)
                && layout.rowBytes() <= limits.largest / 8
                && (partBytes(layout) <= limits.largest || freeRows(layout) || streams(layout, limits));
    }

    TiffLayout layout() {
        return layout;
    }

    /** Whether the offset of every row is known, as in uncompressed strips. */
    private static boolean freeRows(TiffLayout layout) {
        return layout.page().compression() == NO_COMPRESSION && wholeRows(layout);
    }

    /** Whether whole rows are contiguous: in strips, and in tiles as wide as the image. */
    private static boolean wholeRows(TiffLayout layout) {
        return layout.partWidth() == layout.page().width() && !layout.planar();
    }

    /** Whether the image has large strips that are decompressed row by row. */
    private static boolean streams(TiffLayout layout, Limits limits) {
        TiffPage page = layout.page();
        boolean differences = layout.predictor() == 2 && !page.isFloat();
        return wholeRows(layout)
                && partBytes(layout) > limits.large
                && layout.lengths().size() >= layout.down()
                && (page.compression() == LZW || isDeflate(page))
                && layout.integer(TiffLayout.FILL_ORDER, 1) == 1
                && (layout.predictor() == 1 || differences);
    }

    private static boolean isDeflate(TiffPage page) {
        return page.compression() == DEFLATE || page.compression() == OLD_DEFLATE;
    }

    private static long partBytes(TiffLayout layout) {
        return layout.rowBytes() * layout.partHeight();
    }

    /** The span that contains a row. */
    Span around(int row) {
        int height = layout.page().height();
        int quick = (int) Math.max(1, Math.min(height, limits.quick / layout.rowBytes()));
        if (freeRows(layout)) {
            int first = row / quick * quick;
            return new Span(first, Math.min(quick, height - first));
        }
        int strip = row / layout.partHeight() * layout.partHeight();
        if (streams(layout, limits)) {
            int first = strip + (row - strip) / quick * quick;
            int end = (int) Math.min(height, (long) strip + layout.partHeight());
            return new Span(first, Math.min(quick, end - first));
        }
        int together = Math.max(1, quick / layout.partHeight()) * layout.partHeight();
        int first = row / together * together;
        return new Span(first, Math.min(together, height - first));
    }

    /** A span of rows as a small TIFF file in memory. */
    byte[] excerpt(Span span) throws IOException {
        if (freeRows(layout)) {
            return TiffExcerpt.ofRows(layout, span.rows, plainRows(span));
        }
        return streams(layout, limits)
                ? TiffExcerpt.ofRows(layout, span.rows, streamed(span))
                : TiffExcerpt.ofParts(layout, span.rows, parts(span));
    }

    private byte[] plainRows(Span span) throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream(Math.toIntExact(span.rows * layout.rowBytes()));
        for (int row = span.first; row < span.first + span.rows; ) {
            int strip = row / layout.partHeight();
            int within = row - strip * layout.partHeight();
            int count = Math.min(layout.partHeight() - within, span.first + span.rows - row);
            long at = layout.page().offsets().get(strip) + within * layout.rowBytes();
            rows.writeBytes(bytes(at, count * layout.rowBytes()));
            row += count;
        }
        return rows.toByteArray();
    }

    private List<byte[]> parts(Span span) throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int from = span.first / layout.partHeight() * layout.across();
        int to = ((span.first + span.rows - 1) / layout.partHeight() + 1) * layout.across();
        int planes = layout.planar() ? layout.page().channels() : 1;
        for (int plane = 0; plane < planes; plane++) {
            int base = plane * layout.across() * layout.down();
            for (int i = base + from; i < base + to; i++) {
                parts.add(bytes(layout.page().offsets().get(i), layout.lengths().get(i)));
            }
        }
        return parts;
    }

    private byte[] streamed(Span span) throws IOException {
        int strip = span.first / layout.partHeight();
        int within = span.first - strip * layout.partHeight();
        StripRows rows = running;
        if (rows == null || runningStrip != strip || rows.done() > within) {
            rows = new StripRows(layout, decompressed(strip));
        }
        // after a failure the position of the stream is unknown
        running = null;
        rows.skip(within - rows.done());
        byte[] values = rows.next(span.rows);
        running = rows;
        runningStrip = strip;
        return values;
    }

    private InputStream decompressed(int strip) {
        long at = layout.page().offsets().get(strip);
        InputStream stored = new BufferedInputStream(
                new FileRange(channel, at, layout.lengths().get(strip)), 1 << 16);
        return isDeflate(layout.page())
                ? new InflaterInputStream(stored, new Inflater(), 1 << 16)
                : new LzwStream(stored);
    }

    private byte[] bytes(long at, long length) throws IOException {
        return TiffPages.bytes(channel, at, length, ByteOrder.BIG_ENDIAN).array();
    }
}
