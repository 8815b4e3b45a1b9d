package io.grainflow.file.tiff;

import io.grainflow.file.SampleFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a directory of a TIFF file says of its image (TIFF 6.0, 1992).
 *
 * @param format 3 for floats, else integers
 * @param offsets where its strips or tiles begin
 * @param description the words that came with it; ImageJ keeps its settings there
 * @param resolution the size of a pixel, if told
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

    /** Pixels by unit: numerator and denominator across and down, 1 = no unit, 2 = inch, 3 = cm. */
    record Resolution(List<Integer> across, List<Integer> down, int unit) {}

    /** How ImageJ keeps a stack: one directory for all images, which follow each other. */
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

    /** Whether size, channels and kind of values agree. */
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
