package io.grainflow.file;

import io.grainflow.file.exr.ExrEncoder;
import io.grainflow.image.Image;
import io.grainflow.problem.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferFloat;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes image files. PNG, TIFF and JPEG are written by the JDK's own writers, because other TIFF writers on the class path reject 16-bit
 * and float values.
 */
public final class ImageEncoder {
    private static final float JPEG_QUALITY = 0.95f;

    private ImageEncoder() {}

    static void write(Path file, Image image, SampleFormat format) {
        String kind = kind(file);
        if (image.channels() != 1 && image.channels() != 3) {
            throw new InputException(
                    file.toString(), "cannot hold " + image.channels() + " channels", "write 1 (grey) or 3 (colour)");
        }
        if (kind.equals("exr")) {
            ExrEncoder.write(file, image, format);
            return;
        }
        if (kind.equals("pfm")) {
            PortableFloatMap.write(file, image);
            return;
        }
        if ((format.isFloat() && !kind.equals("tiff")) || (format != SampleFormat.U8 && kind.equals("jpeg"))) {
            throw new InputException(
                    file.toString(), "a " + kind + " file cannot hold " + format + " values", "write a .tif file");
        }
        BufferedImage buffered = buffered(image, format);
        AtomicFile.write(file, out -> encode(buffered, kind, out));
    }

    public static BufferedImage buffered(Image image, SampleFormat format) {
        return format.isFloat() ? floats(image) : integers(image, format);
    }

    private static String kind(Path file) {
        return switch (ImageFiles.extension(file)) {
            case "png" -> "png";
            case "tif", "tiff" -> "tiff";
            case "jpg", "jpeg" -> "jpeg";
            case "exr" -> "exr";
            case "pfm" -> "pfm";
            default ->
                throw new InputException(
                        file.toString(), "has an extension that cannot be written", "choose .png, .tif or .jpg");
        };
    }

    private static void encode(BufferedImage image, String kind, OutputStream out) throws IOException {
        ImageWriter writer = jdkWriter(kind);
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (kind.equals("jpeg")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }

    public static ImageWriter jdkWriter(String kind) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(kind);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
                return writer;
            }
        }
        throw new IllegalStateException("the JDK has no writer for " + kind);
    }

    private static BufferedImage integers(Image image, SampleFormat format) {
        int channels = image.channels();
        int plane = image.height() * image.width();
        int type = format == SampleFormat.U8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        int[] offsets = channels == 1 ? new int[] {0} : new int[] {0, 1, 2};
        WritableRaster raster = Raster.createWritableRaster(
                new PixelInterleavedSampleModel(
                        type, image.width(), image.height(), channels, channels * image.width(), offsets),
                null);
        DataBuffer data = raster.getDataBuffer();
        FloatBuffer values = image.values();
        double maximum = format.maximum();
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                float limited = Math.min(1f, Math.max(0f, values.get(c * plane + i)));
                data.setElem(i * channels + c, (int) Math.floor(limited * maximum + 0.5));
            }
        }
        return new BufferedImage(colours(channels, type), raster, false, null);
    }

    private static BufferedImage floats(Image image) {
        int channels = image.channels();
        int plane = image.height() * image.width();
        float[] interleaved = new float[image.size()];
        FloatBuffer values = image.values();
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                interleaved[i * channels + c] = values.get(c * plane + i);
            }
        }
        int[] offsets = channels == 1 ? new int[] {0} : new int[] {0, 1, 2};
        PixelInterleavedSampleModel model = new PixelInterleavedSampleModel(
                DataBuffer.TYPE_FLOAT, image.width(), image.height(), channels, channels * image.width(), offsets);
        WritableRaster raster =
                Raster.createWritableRaster(model, new DataBufferFloat(interleaved, interleaved.length), null);
        return new BufferedImage(colours(channels, DataBuffer.TYPE_FLOAT), raster, false, null);
    }

    private static ComponentColorModel colours(int channels, int type) {
        ColorSpace space = ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        return new ComponentColorModel(space, false, false, java.awt.Transparency.OPAQUE, type);
    }
}
