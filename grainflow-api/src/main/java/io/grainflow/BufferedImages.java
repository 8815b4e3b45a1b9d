package io.grainflow;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;

/**
 * Pictures of the JDK as images, and back. Display values, white = 1. Grey and colour of 8 and 16 bits and floats are taken as they are stored,
 * everything else (palettes, packed pixels) in 8 bits of sRGB. Transparency is unchanged.
 */
public final class BufferedImages {
    private static final int COLOURS = 3;
    private static final int BYTE_MOST = 255;
    private static final int SHORT_MOST = 65535;

    private BufferedImages() {}

    /** The values of a picture, [1,H,W] if it is grey, else [3,H,W]. */
    public static Image image(BufferedImage picture) {
        return stored(picture) ? samples(picture) : packed(picture);
    }

    /**
     * A picture of the same kind with other values: same size, sample format, colour model and transparency.
     *
     * @param values [1,H,W] or [3,H,W] as {@link #image} gives it; integers are rounded, limited to black and white
     */
    public static BufferedImage like(BufferedImage picture, Image values) {
        if (!values.sameShape(image(picture))) {
            throw new IllegalArgumentException(
                    "BufferedImages expects values of the shape of " + image(picture) + ", got " + values);
        }
        if (!stored(picture)) {
            return repacked(picture, values);
        }
        ColorModel model = picture.getColorModel();
        WritableRaster raster = picture.copyData(null);
        int most = most(raster);
        for (int y = 0; y < values.height(); y++) {
            for (int x = 0; x < values.width(); x++) {
                for (int c = 0; c < values.channels(); c++) {
                    float value = values.at(c, y, x);
                    if (most == 0) {
                        raster.setSample(x, y, c, value);
                    } else {
                        raster.setSample(x, y, c, Math.round(Math.min(1f, Math.max(0f, value)) * most));
                    }
                }
            }
        }
        return new BufferedImage(model, raster, model.isAlphaPremultiplied(), null);
    }

    /** Whether the raster stores grey, or red, green and blue, directly. */
    private static boolean stored(BufferedImage picture) {
        if (!(picture.getColorModel() instanceof ComponentColorModel model) || model.isAlphaPremultiplied()) {
            return false;
        }
        int type = picture.getRaster().getTransferType();
        int colours = model.getNumColorComponents();
        return (colours == 1 || colours == COLOURS)
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_FLOAT);
    }

    /** The number of white; 0 for floats, whose white is 1. */
    private static int most(WritableRaster raster) {
        return switch (raster.getTransferType()) {
            case DataBuffer.TYPE_BYTE -> BYTE_MOST;
            case DataBuffer.TYPE_USHORT -> SHORT_MOST;
            default -> 0;
        };
    }

    private static Image samples(BufferedImage picture) {
        WritableRaster raster = picture.getRaster();
        int channels = picture.getColorModel().getNumColorComponents();
        int plane = picture.getWidth() * picture.getHeight();
        float white = Math.max(1, most(raster));
        float[] values = new float[channels * plane];
        float[] row = new float[picture.getWidth()];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                raster.getSamples(0, y, row.length, 1, c, row);
                for (int x = 0; x < row.length; x++) {
                    values[c * plane + y * row.length + x] = row[x] / white;
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, picture.getHeight(), picture.getWidth(), values);
    }

    private static Image packed(BufferedImage picture) {
        int plane = picture.getWidth() * picture.getHeight();
        float[] values = new float[COLOURS * plane];
        int[] pixels = pixels(picture);
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < COLOURS; c++) {
                values[c * plane + i] = (pixels[i] >> (16 - 8 * c) & BYTE_MOST) / (float) BYTE_MOST;
            }
        }
        return Image.adopt(PixelDomain.SRGB, picture.getHeight(), picture.getWidth(), values);
    }

    private static BufferedImage repacked(BufferedImage picture, Image values) {
        boolean alpha = picture.getColorModel().hasAlpha();
        BufferedImage result = new BufferedImage(
                values.width(), values.height(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(picture);
        for (int y = 0; y < values.height(); y++) {
            for (int x = 0; x < values.width(); x++) {
                int pixel = pixels[y * values.width() + x] & 0xFF000000;
                for (int c = 0; c < COLOURS; c++) {
                    int level = Math.round(Math.min(1f, Math.max(0f, values.at(c, y, x))) * BYTE_MOST);
                    pixel |= level << (16 - 8 * c);
                }
                pixels[y * values.width() + x] = pixel;
            }
        }
        result.setRGB(0, 0, values.width(), values.height(), pixels, 0, values.width());
        return result;
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
