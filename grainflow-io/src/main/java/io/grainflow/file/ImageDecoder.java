package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
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
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Files to images. Everything odd becomes one line: readers throw many things at damaged files. */
final class ImageDecoder {
    /** Decoding needs the raster, the floats, and room to work: about this many bytes a value. */
    private static final long BYTES_PER_VALUE = 12;

    private ImageDecoder() {}

    static DecodedImage read(Path file) {
        return open(file, (reader, header) -> decode(file, reader, header));
    }

    static ImageHeader header(Path file) {
        return open(file, (reader, header) -> header);
    }

    /** Asks every reader that knows the format, the JDK's first: others limit float values to [0,1]. */
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

    static List<ImageReader> readers(Path file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            List<ImageReader> readers = new ArrayList<>();
            ImageIO.getImageReaders(stream).forEachRemaining(readers::add);
            readers.sort(
                    Comparator.comparing(reader -> !reader.getClass().getName().startsWith("com.sun.imageio.")));
            return readers;
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static DecodedImage decode(Path file, ImageReader reader, ImageHeader header) {
        return frame(file, reader, 0, header).with(Exif.capture(file));
    }

    /** Decodes one of a file's images. */
    static DecodedImage frame(Path file, ImageReader reader, int index, ImageHeader header) {
        requireRoom(file, header);
        List<String> warnings = new ArrayList<>();
        reader.removeAllIIOReadWarningListeners();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        RenderedImage decoded = pixels(reader, index);
        // a JPEG that ends early is only a warning to the reader: half a picture must not pass for a whole one
        if (warnings.stream().anyMatch(w -> w.toLowerCase(Locale.ROOT).contains("premature"))) {
            throw new InputException(file.toString(), "is truncated", "copy or export it again");
        }
        Image image = image(file, decoded);
        return new DecodedImage(image, format(file, decoded.getData()), Optional.empty(), Optional.empty());
    }

    private static RenderedImage pixels(ImageReader reader, int index) {
        try {
            return reader.read(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image image(Path file, RenderedImage decoded) {
        Raster raster = decoded.getData();
        if (decoded.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(raster, palette);
        }
        int bands = raster.getNumBands();
        int channels = bands <= 2 ? 1 : 3;
        if (bands > 4) {
            throw new InputException(file.toString(), "has " + bands + " channels", "give grey or colour images");
        }
        boolean cmyk = bands == 4 && !decoded.getColorModel().hasAlpha();
        if (cmyk) {
            throw new InputException(file.toString(), "has four colour channels (CMYK?)", "convert it to RGB");
        }
        float[] chw = new float[channels * raster.getHeight() * raster.getWidth()];
        float scale = scale(file, raster);
        float[] row = new float[raster.getWidth() * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int c = 0; c < channels; c++) {
                int start = (c * raster.getHeight() + y) * raster.getWidth();
                for (int x = 0; x < raster.getWidth(); x++) {
                    float value = row[x * bands + c];
                    if (!Float.isFinite(value)) {
                        throw Finite.at(file, value, y, x);
                    }
                    chw[start + x] = value / scale;
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, raster.getHeight(), raster.getWidth(), chw);
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

    private static SampleFormat format(Path file, Raster raster) {
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

    static void requireRoom(Path file, ImageHeader header) {
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (header.pixels() * 3 * BYTES_PER_VALUE > room || header.pixels() * 3 > Integer.MAX_VALUE - 16) {
            throw new InputException(
                    file.toString(),
                    "claims " + header.width() + "x" + header.height() + " pixels, more than memory allows",
                    "cut it into parts, or give Java more memory (JAVA_TOOL_OPTIONS=-Xmx...)");
        }
    }

    static void requireContent(Path file) {
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

    static InputException damaged(Path file, Exception e) {
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
