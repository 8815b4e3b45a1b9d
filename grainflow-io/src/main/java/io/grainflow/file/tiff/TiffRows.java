package io.grainflow.file.tiff;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.grainflow.file.ImageDecoder;
import io.grainflow.file.ImageHeader;
import io.grainflow.file.ImageRows;
import io.grainflow.file.ImageRowsWriter;
import io.grainflow.file.SampleFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a TIFF image. The rows of one or several strips, or of a row of tiles, are decoded together. The last decoded rows are cached in
 * the file's number format.
 */
public final class TiffRows implements ImageRows {
    private final Path file;
    private final FileChannel channel;
    private final TiffLayout layout;
    private final TiffChunks chunks;
    private List<ImageReader> readers = List.of();
    private @Nullable Decoded kept;

    /** The last decoded rows. */
    private record Decoded(TiffChunks.Span span, BufferedImage pixels) {}

    private TiffRows(Path file, FileChannel channel, TiffChunks chunks) {
        this.file = file;
        this.channel = channel;
        this.chunks = chunks;
        this.layout = chunks.layout();
    }

    public static TiffRows open(Path file) {
        return open(file, TiffChunks.Limits.defaults());
    }

    public static TiffRows open(Path file, TiffChunks.Limits limits) {
        ImageDecoder.requireContent(file);
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(file);
            TiffRows rows = new TiffRows(file, channel, TiffChunks.of(channel, limits));
            opened = true;
            return rows;
        } catch (IOException | IllegalArgumentException e) {
            throw ImageDecoder.damaged(file, e);
        } finally {
            if (!opened) {
                TiffFrames.closeQuietly(channel);
            }
        }
    }

    /** Opens a file of one image if its format is supported; empty for others. */
    public static Optional<ImageRows> openSingle(Path file) {
        TiffRows rows = null;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file);
            if (takes(channel) && !TiffFrames.isStack(channel)) {
                rows = new TiffRows(file, channel, TiffChunks.of(channel, TiffChunks.Limits.defaults()));
            }
            return Optional.ofNullable(rows);
        } catch (IOException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw ImageDecoder.damaged(file, e);
        } finally {
            if (rows == null) {
                TiffFrames.closeQuietly(channel);
            }
        }
    }

    private static boolean takes(FileChannel channel) throws IOException {
        try {
            return TiffChunks.takes(TiffPages.firstLayout(channel), TiffChunks.Limits.defaults());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Whether a BigTIFF file is supported here. Of the readers of whole files, only one supports BigTIFF, and it clamps floats to [0,1].
     */
    public static boolean takesBig(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return TiffPages.isBig(channel) && takes(channel);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader("tiff", layout.page().height(), layout.page().width());
    }

    @Override
    public int channels() {
        return layout.page().channels() <= 2 ? 1 : 3;
    }

    @Override
    public SampleFormat format() {
        return layout.page().sampleFormat();
    }

    @Override
    public void read(int first, int rows, float[] chw, int height, int to) {
        if (first < 0 || rows < 1 || first > layout.page().height() - rows) {
            throw new IllegalArgumentException(
                    "read expects rows below " + layout.page().height() + ", got " + rows + " from " + first);
        }
        if (chw.length != (long) channels() * height * layout.page().width() || to < 0 || to > height - rows) {
            throw new IllegalArgumentException("read expects room for " + rows + " rows at " + to + " of " + height
                    + ", got " + chw.length + " values");
        }
        for (int row = first; row < first + rows; ) {
            Decoded decoded = decoded(row);
            int from = row - decoded.span.first();
            int count = Math.min(decoded.span.rows() - from, first + rows - row);
            ImageDecoder.copyRows(
                    file,
                    decoded.pixels.getRaster(),
                    new ImageDecoder.Rows(from, count, to + row - first, height, decoded.span.first()),
                    chw);
            row += count;
        }
    }

    private Decoded decoded(int row) {
        TiffChunks.Span span = chunks.around(row);
        if (kept == null || !kept.span.equals(span)) {
            // free the old rows before the new ones are decoded
            kept = null;
            kept = new Decoded(span, decode(span));
        }
        return kept;
    }

    private BufferedImage decode(TiffChunks.Span span) {
        byte[] excerpt;
        try {
            excerpt = chunks.excerpt(span);
        } catch (IOException | IllegalArgumentException e) {
            throw ImageDecoder.damaged(file, e);
        }
        if (readers.isEmpty()) {
            readers = ImageDecoder.readers(new ByteArrayImageInputStream(excerpt));
        }
        BufferedImage pixels = ImageDecoder.first(file, readers, reader -> {
            try (ImageInputStream stream = new ByteArrayImageInputStream(excerpt)) {
                reader.setInput(stream, true, true);
                return ImageDecoder.pixels(file, reader, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                reader.setInput(null);
            }
        });
        if (pixels.getHeight() != span.rows()
                || pixels.getWidth() != layout.page().width()
                || ImageDecoder.channels(file, pixels) != channels()
                || ImageDecoder.format(file, pixels.getRaster()) != format()) {
            throw ImageDecoder.damaged(
                    file, new IllegalArgumentException("rows from " + span.first() + " do not match its header"));
        }
        return pixels;
    }

    @Override
    public ImageRowsWriter writerLike(Path target, int channels) {
        return TiffRowsWriter.open(target, layout, channels);
    }

    @Override
    public void close() {
        readers.forEach(ImageReader::dispose);
        TiffFrames.closeQuietly(channel);
    }
}
