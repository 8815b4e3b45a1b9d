package io.grainflow.file.tiff;

import io.grainflow.file.AtomicFile;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.FiniteSamples;
import io.grainflow.file.ImageDecoder;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.file.ImageHeader;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** The images of a TIFF file: one for each directory, or the images of an ImageJ stack, which follow its only directory. */
public final class TiffFrames implements ImageFrames {
    private final Path file;
    private final FileChannel channel;
    private final TiffPage first;
    private final int count;
    private final boolean contiguous;
    private final List<ImageReader> readers;
    private final List<ImageInputStream> streams = new ArrayList<>();

    private TiffFrames(Path file, FileChannel channel, List<TiffPage> pages) throws IOException {
        this.file = file;
        this.channel = channel;
        this.first = pages.get(0);
        this.contiguous = isContiguous(pages);
        this.count = contiguous ? first.imagesOfImageJ() : pages.size();
        this.readers = contiguous ? List.of() : ImageDecoder.readers(file);
    }

    public static TiffFrames open(Path file) {
        ImageDecoder.requireContent(file);
        FileChannel channel = null;
        TiffFrames frames = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(file);
            List<TiffPage> pages = TiffPages.read(channel);
            requireOneSize(file, pages);
            frames = new TiffFrames(file, channel, pages);
            ImageDecoder.requireRoom(file, frames.header());
            frames.prepare();
            opened = true;
            return frames;
        } catch (IOException | IllegalArgumentException e) {
            throw ImageDecoder.damaged(file, e);
        } finally {
            if (!opened) {
                closeQuietly(frames == null ? channel : frames::close);
            }
        }
    }

    public static boolean isStack(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return isStack(channel);
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isStack(FileChannel channel) throws IOException {
        try {
            List<TiffPage> pages = TiffPages.read(channel);
            return pages.size() > 1 ? pages.stream().allMatch(page -> page.isLike(pages.get(0))) : isContiguous(pages);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isContiguous(List<TiffPage> pages) {
        TiffPage first = pages.get(0);
        return pages.size() == 1 && first.imagesOfImageJ() > 1 && !first.isCompressed();
    }

    private static void requireOneSize(Path file, List<TiffPage> pages) {
        TiffPage first = pages.get(0);
        for (int i = 1; i < pages.size(); i++) {
            if (!pages.get(i).isLike(first)) {
                throw new InputException(
                        file.toString(),
                        "has images of several kinds: image " + (i + 1) + " is " + words(pages.get(i)) + ", the first "
                                + words(first),
                        "save them as separate files");
            }
        }
    }

    private static String words(TiffPage page) {
        return page.width() + "x" + page.height() + " with " + page.channels() + " channels of " + page.bits()
                + " bits";
    }

    /** Checks the contiguous images of one directory, or opens the file with the readers. */
    private void prepare() throws IOException {
        if (contiguous) {
            boolean known = first.isFloat() ? first.bits() == 32 : first.bits() == 8 || first.bits() == 16;
            if (!known || (first.channels() != 1 && first.channels() != 3)) {
                throw new InputException(
                        file.toString(),
                        "has images of " + words(first),
                        "give 8 or 16 bit integers, or 32-bit floats");
            }
            long end = first.offsets().get(0) + count * first.bytes();
            if (end > channel.size()) {
                throw new IllegalArgumentException("has " + channel.size() + " of " + end + " bytes");
            }
        }
        for (ImageReader reader : readers) {
            ImageInputStream stream = ImageIO.createImageInputStream(file.toFile());
            streams.add(stream);
            reader.setInput(stream, false, true);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public ImageHeader header() {
        return new ImageHeader("tiff", first.height(), first.width());
    }

    @Override
    public DecodedImage read(int index) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("read expects a frame below " + count + ", got " + index);
        }
        if (contiguous) {
            return new DecodedImage(raw(index), first.sampleFormat(), Optional.empty(), Optional.empty());
        }
        return ImageDecoder.first(file, readers, reader -> ImageDecoder.frame(file, reader, index, header()));
    }

    private Image raw(int index) {
        ByteBuffer samples;
        try {
            ByteOrder order = TiffPages.order(channel);
            long at = first.offsets().get(0) + index * first.bytes();
            samples = TiffPages.bytes(channel, at, first.bytes(), order);
        } catch (IOException | IllegalArgumentException e) {
            throw ImageDecoder.damaged(file, e);
        }
        int channels = first.channels();
        int plane = first.height() * first.width();
        float[] chw = new float[channels * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                int at = i * channels + c;
                chw[c * plane + i] = switch (first.sampleFormat()) {
                    case U8 -> (samples.get(at) & 0xFF) / 255f;
                    case U16 -> Short.toUnsignedInt(samples.getShort(2 * at)) / 65535f;
                    case F16, F32 -> samples.getFloat(4 * at);
                };
            }
        }
        FiniteSamples.require(file, first.height(), first.width(), chw);
        return Image.adopt(PixelDomain.SRGB, first.height(), first.width(), chw);
    }

    @Override
    public void writeLike(Path target, IntFunction<Image> frames) {
        if (!ImageFiles.extension(target).startsWith("tif")) {
            throw new InputException(target.toString(), "is not named like a stack", "choose .tif");
        }
        AtomicFile.write(target, out -> {
            TiffStackWriter writer = new TiffStackWriter(target, first, out);
            for (int i = 0; i < count; i++) {
                Image frame = frames.apply(i);
                if (frame.height() != first.height()
                        || frame.width() != first.width()
                        || (frame.channels() != 1 && frame.channels() != 3)) {
                    throw new IllegalArgumentException("frame " + i + " expects 1 or 3 channels of " + first.height()
                            + "x" + first.width() + ", got " + frame);
                }
                writer.write(frame, i == count - 1);
            }
        });
    }

    @Override
    public void close() {
        readers.forEach(ImageReader::dispose);
        streams.forEach(TiffFrames::closeQuietly);
        closeQuietly(channel);
    }

    /** Closes a file that was opened only for reading, so no data can be lost. */
    static void closeQuietly(@Nullable Closeable open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            return;
        }
    }
}
