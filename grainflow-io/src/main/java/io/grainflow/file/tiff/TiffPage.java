package io.grainflow.file.tiff;

import io.grainflow.file.SampleFormat;
import java.util.List;
import java.util.Optional;

/**
 * The properties of an image in a directory of a TIFF file (TIFF 6.0, 1992).
 *
 * @param format 3 for floats, else integers
 * @param offsets offsets of its strips or tiles
 * @param description the text of ImageDescription, where ImageJ stores its settings
 * @param resolution the resolution, if given
 */
record TiffPage(
        int width,
        int height,
        int bits,
        int channels,
        int format,
        int compression,
        List<Long> offsets,
        String description,
        Optional<Resolution> resolution) {
    private static final String IMAGES = "images=";

    /** Pixels per unit as numerator and denominator, horizontally and vertically. Unit: 1 = none, 2 = inch, 3 = cm. */
    record Resolution(List<Integer> across, List<Integer> down, int unit) {}

    /** Number of images in a stack of ImageJ, which has one directory for all images and stores them contiguously. */
    int imagesOfImageJ() {
        if (!description.startsWith("ImageJ=")) {
            return 1;
        }
        for (String line : description.split("\n", -1)) {
            if (line.startsWith(IMAGES)) {
                String number = line.substring(IMAGES.length()).strip();
                return number.matches("[0-9]{1,9}") ? Math.max(1, Integer.parseInt(number)) : 1;
            }
        }
        return 1;
    }

    boolean isFloat() {
        return format == 3;
    }

    boolean isCompressed() {
        return compression != 1;
    }

    /** Whether size, channels and sample format are equal. */
    boolean isLike(TiffPage other) {
        return width == other.width
                && height == other.height
                && channels == other.channels
                && bits == other.bits
                && isFloat() == other.isFloat();
    }

    SampleFormat sampleFormat() {
        return isFloat() ? SampleFormat.F32 : bits > 8 ? SampleFormat.U16 : SampleFormat.U8;
    }

    long bytes() {
        return (long) width * height * channels * (bits / 8);
    }
}
