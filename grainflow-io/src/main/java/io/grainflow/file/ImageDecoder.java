package io.grainflow.file;

import io.grainflow.file.tiff.TiffRows;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes image files. All exceptions that readers throw for damaged files are turned into one {@link InputException}. */
public final class ImageDecoder {
    /** Memory for decoding in bytes per value: the raster, the floats and working memory. */
    private static final long BYTES_PER_VALUE = 12;

    private ImageDecoder() {}

    static DecodedImage read(Path file) {
        requireContent(file);
        if (TiffRows.takesBig(file)) {
            return bigTiff(file);
        }
        return open(file, (reader, header) -> decode(file, reader, header));
    }

    private static DecodedImage bigTiff(Path file) {
        try (TiffRows rows = TiffRows.open(file)) {
            requireRoom(file, rows.header());
            Image image = rows.read(0, rows.header().height());
            return new DecodedImage(image, rows.format(), Exif.capture(file), Optional.empty());
        }
    }

    static ImageHeader header(Path file) {
        return open(file, (reader, header) -> header);
    }

    /** Tries every reader that supports the format, the JDK's first, because others clamp float values to [0,1]. */
    private static <R> R open(Path file, BiFunction<ImageReader, ImageHeader, R> body) {
        requireContent(file);
        List<ImageReader> readers = readers(file);
        Exception problem = null;
        for (ImageReader reader : readers) {
            try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
                reader.setInput(stream, true, true);
                String kind = reader.getFormatName().toLowerCase(Locale.ROOT);
                return body.apply(reader, new ImageHeader(kind, reader.getHeight(0), reader.getWidth(0)));
            } catch (InputException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                problem = problem == null ? e : problem;
            } finally {
                reader.dispose();
            }
        }
        throw problem == null ? notAnImage(file) : damaged(file, problem);
    }

    public static List<ImageReader> readers(Path file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            return readers(stream);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /** The readers that support the format of a stream, the JDK's first. */
    public static List<ImageReader> readers(ImageInputStream stream) {
        List<ImageReader> readers = new ArrayList<>();
        ImageIO.getImageReaders(stream).forEachRemaining(readers::add);
        readers.sort(Comparator.comparing(reader -> !reader.getClass().getName().startsWith("com.sun.imageio.")));
        return readers;
    }

    /**
     * The result of the first reader that does not fail.
     *
     * @throws InputException the error of the first reader, if all fail
     */
    public static <R> R first(Path file, List<ImageReader> readers, Function<ImageReader, R> body) {
        RuntimeException problem = null;
        for (ImageReader reader : readers) {
            try {
                return body.apply(reader);
            } catch (InputException e) {
                throw e;
            } catch (RuntimeException e) {
                problem = problem == null ? e : problem;
            }
        }
        throw damaged(file, problem == null ? new IllegalArgumentException("no reader takes it") : problem);
    }

    private static DecodedImage decode(Path file, ImageReader reader, ImageHeader header) {
        return frame(file, reader, 0, header).with(Exif.capture(file));
    }

    /** Decodes one of a file's images. */
    public static DecodedImage frame(Path file, ImageReader reader, int index, ImageHeader header) {
        requireRoom(file, header);
        BufferedImage decoded = pixels(file, reader, index);
        Image image = image(file, decoded);
        return new DecodedImage(image, format(file, decoded.getRaster()), Optional.empty(), Optional.empty());
    }

    /** Decodes one of a file's images as the file stores its values. */
    public static BufferedImage pixels(Path file, ImageReader reader, int index) {
        List<String> warnings = new ArrayList<>();
        reader.removeAllIIOReadWarningListeners();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage decoded = pixels(reader, index);
        // the reader only warns about a truncated JPEG, but half a picture must be an error
        if (warnings.stream().anyMatch(w -> w.toLowerCase(Locale.ROOT).contains("premature"))) {
            throw new InputException(file.toString(), "is truncated", "copy or export it again");
        }
        return decoded;
    }

    private static BufferedImage pixels(ImageReader reader, int index) {
        try {
            return reader.read(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image image(Path file, BufferedImage decoded) {
        Raster raster = decoded.getRaster();
        if (decoded.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(raster, palette);
        }
        int height = raster.getHeight();
        float[] chw = new float[channels(file, decoded) * height * raster.getWidth()];
        copyRows(file, raster, new Rows(0, height, 0, height, 0), chw);
        return Image.adopt(PixelDomain.SRGB, height, raster.getWidth(), chw);
    }

    /** Number of channels without transparency. */
    public static int channels(Path file, BufferedImage decoded) {
        int bands = decoded.getRaster().getNumBands();
        if (bands > 4) {
            throw new InputException(file.toString(), "has " + bands + " channels", "give grey or colour images");
        }
        boolean cmyk = bands == 4 && !decoded.getColorModel().hasAlpha();
        if (cmyk) {
            throw new InputException(file.toString(), "has four colour channels (CMYK?)", "convert it to RGB");
        }
        return bands <= 2 ? 1 : 3;
    }

    /**
     * A range of rows of a raster and its target.
     *
     * @param from first row in the raster
     * @param count number of rows
     * @param to row of the target image for the first row
     * @param height rows of the target image
     * @param place row of the file at which the raster begins
     */
    public record Rows(int from, int count, int to, int height, int place) {}

    /**
     * Writes rows into the values of an image, with white = 1 for integers.
     *
     * @param chw [C,H,W], as wide as the raster; the raster's first C bands are taken
     * @throws InputException if a value is not finite
     */
    public static void copyRows(Path file, Raster raster, Rows rows, float[] chw) {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        int channels = chw.length / rows.height / width;
        float scale = scale(file, raster);
        float[] row = new float[width * bands];
        int[] integers = isInteger(raster) ? new int[row.length] : new int[0];
        for (int y = 0; y < rows.count; y++) {
            int top = raster.getMinY() + rows.from + y;
            if (integers.length > 0) {
                // several times faster than reading floats, which are converted one by one
                raster.getPixels(raster.getMinX(), top, width, 1, integers);
                for (int i = 0; i < row.length; i++) {
                    row[i] = integers[i];
                }
            } else {
                raster.getPixels(raster.getMinX(), top, width, 1, row);
            }
            for (int c = 0; c < channels; c++) {
                int start = (c * rows.height + rows.to + y) * width;
                for (int x = 0; x < width; x++) {
                    float value = row[x * bands + c];
                    if (!Float.isFinite(value)) {
                        throw FiniteSamples.at(file, value, rows.place + rows.from + y, x);
                    }
                    chw[start + x] = value / scale;
                }
            }
        }
    }

    private static boolean isInteger(Raster raster) {
        int type = raster.getTransferType();
        return type != DataBuffer.TYPE_FLOAT && type != DataBuffer.TYPE_DOUBLE;
    }

    private static Image ofPalette(Raster raster, IndexColorModel palette) {
        int height = raster.getHeight();
        int width = raster.getWidth();
        int plane = height * width;
        float[] chw = new float[3 * plane];
        boolean grey = true;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                chw[i] = palette.getRed(row[x]) / 255f;
                chw[plane + i] = palette.getGreen(row[x]) / 255f;
                chw[2 * plane + i] = palette.getBlue(row[x]) / 255f;
                grey &= chw[i] == chw[plane + i] && chw[i] == chw[2 * plane + i];
            }
        }
        Image colour = Image.adopt(PixelDomain.SRGB, height, width, chw);
        return grey ? colour.channel(0) : colour;
    }

    public static SampleFormat format(Path file, Raster raster) {
        float scale = scale(file, raster);
        return scale == 1 && raster.getSampleModel().getSampleSize(0) == 32
                ? SampleFormat.F32
                : scale > 255 ? SampleFormat.U16 : SampleFormat.U8;
    }

    private static float scale(Path file, Raster raster) {
        int bits = raster.getSampleModel().getSampleSize(0);
        int type = raster.getSampleModel().getDataType();
        if (type == java.awt.image.DataBuffer.TYPE_FLOAT) {
            return 1;
        }
        if (bits > 16) {
            throw new InputException(
                    file.toString(), "has " + bits + "-bit values", "give 8 or 16 bit integers, or 32-bit floats");
        }
        return (1 << bits) - 1;
    }

    /** Whether an image of that size can be decoded as a whole. */
    static boolean hasRoom(ImageHeader header) {
        long room = Runtime.getRuntime().maxMemory() / 2;
        return header.pixels() * 3 * BYTES_PER_VALUE <= room && header.pixels() * 3 <= Integer.MAX_VALUE - 16;
    }

    public static void requireRoom(Path file, ImageHeader header) {
        if (!hasRoom(header)) {
            throw new InputException(
                    file.toString(),
                    "claims " + header.width() + "x" + header.height() + " pixels, more than memory allows",
                    "cut it into parts, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...)");
        }
    }

    public static void requireContent(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new InputException(file.toString(), "is a folder", "give an image file");
            }
            if (Files.size(file) == 0) {
                throw new InputException(file.toString(), "is empty (0 bytes)", "copy or export it again");
            }
        } catch (NoSuchFileException e) {
            throw new InputException(file.toString(), "does not exist", "check the path", e);
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be read (" + e.getMessage() + ")", "check it", e);
        }
    }

    private static InputException notAnImage(Path file) {
        String start = "unreadable";
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(16), StandardCharsets.ISO_8859_1);
            start = text.replaceAll("[^\\x20-\\x7E]", ".");
        } catch (IOException e) {
            return new InputException(file.toString(), "cannot be read", "check its permissions", e);
        }
        return new InputException(
                file.toString(), "is no image (starts with \"" + start + "\")", "give png, jpg, tif or bmp files");
    }

    public static InputException damaged(Path file, Exception e) {
        return new InputException(
                file.toString(), "is damaged or truncated (" + reason(e) + ")", "copy or export it again", e);
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        for (Throwable next = e.getCause(); next != null; next = next.getCause()) {
            deepest = next;
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank() ? deepest.getClass().getSimpleName() : message;
    }
}
