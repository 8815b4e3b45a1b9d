package io.grainflow.raw;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.BayerPattern;
import java.util.Arrays;

/**
 * One raw picture of a Bayer sensor, as stored in its file.
 *
 * @param height rows, even
 * @param width columns, even
 * @param samples digital numbers row by row, unsigned 16 bit
 * @param levels digital numbers of black and white
 * @param pattern colour filter array
 * @param camera metadata of the camera and the exposure
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, handed on and not changed
public record RawFrame(
        int height, int width, short[] samples, RawLevels levels, BayerPattern pattern, RawCamera camera) {
    public RawFrame {
        if (height < 2 || width < 2 || height % 2 != 0 || width % 2 != 0 || samples.length != height * width) {
            throw new IllegalArgumentException("RawFrame expects an even size of at least 2x2 and as many samples, got "
                    + width + "x" + height + " and " + samples.length);
        }
    }

    /** The mosaic [1,H,W], black = 0, white = 1; values beyond them are kept. */
    public Image mosaic() {
        float[] values = new float[samples.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double black = levels.black(y, x);
                int number = Short.toUnsignedInt(samples[y * width + x]);
                values[y * width + x] = (float) ((number - black) / (levels.white() - black));
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    /** The same frame with other values [1,H,W], in the unit of {@link #mosaic} and rounded to digital numbers. */
    public RawFrame with(Image mosaic) {
        short[] numbers = new short[samples.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double black = levels.black(y, x);
                double number = Math.rint(mosaic.at(0, y, x) * (levels.white() - black) + black);
                numbers[y * width + x] = (short) (int) Math.min(levels.white(), Math.max(0, number));
            }
        }
        return new RawFrame(height, width, numbers, levels, pattern, camera);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawFrame frame
                && height == frame.height
                && width == frame.width
                && Arrays.equals(samples, frame.samples)
                && levels.equals(frame.levels)
                && pattern == frame.pattern
                && camera.equals(frame.camera);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples);
    }
}
