package io.grainflow.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/** Immutable float32 image [C,H,W]. Nominal range [0,1]; values outside it are allowed, because noisy images before clipping have them. */
public final class Image {
    private final PixelDomain domain;
    private final int channels;
    private final int height;
    private final int width;
    private final float[] chw;

    private Image(PixelDomain domain, int channels, int height, int width, float[] chw) {
        this.domain = Objects.requireNonNull(domain);
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Image expects a positive size [C,H,W], got [" + channels + "," + height + "," + width + "]");
        }
        if ((long) channels * height * width != chw.length) {
            throw new IllegalArgumentException("Image [" + channels + "," + height + "," + width + "] expects "
                    + (long) channels * height * width + " values, got " + chw.length);
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.chw = chw;
    }

    /** An image with a copy of the values [C,H,W]; the number of channels follows from their count. */
    public static Image copyOf(PixelDomain domain, int height, int width, float[] chw) {
        return adopt(domain, height, width, chw.clone());
    }

    /** As {@link #copyOf}, but without a copy: the image takes ownership of the array, and the caller must not write to it again. */
    public static Image adopt(PixelDomain domain, int height, int width, float[] chw) {
        int plane = Math.multiplyExact(height, width);
        return new Image(domain, plane == 0 ? 0 : chw.length / plane, height, width, chw);
    }

    public PixelDomain domain() {
        return domain;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Number of values, C * H * W. */
    public int size() {
        return chw.length;
    }

    /** The value of one channel at row y, column x. */
    public float at(int channel, int y, int x) {
        return chw[(channel * height + y) * width + x];
    }

    /** A grey image as three equal channels; any other image unchanged. */
    public Image asColour() {
        if (channels != 1) {
            return this;
        }
        float[] three = new float[3 * chw.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(chw, 0, three, c * chw.length, chw.length);
        }
        return adopt(domain, height, width, three);
    }

    /** All values in the order [C,H,W], read-only, without a copy. */
    public FloatBuffer values() {
        return FloatBuffer.wrap(chw).asReadOnlyBuffer();
    }

    /** All values in the order [C,H,W], as a copy. */
    public float[] toArray() {
        return chw.clone();
    }

    /** The part of the given height and width whose top left corner is (y, x). */
    public Image crop(int y, int x, int cropHeight, int cropWidth) {
        if (y < 0 || x < 0 || y + cropHeight > height || x + cropWidth > width) {
            throw new IllegalArgumentException("crop " + cropHeight + "x" + cropWidth + " at (" + y + "," + x
                    + ") leaves the image " + height + "x" + width);
        }
        float[] cut = new float[channels * cropHeight * cropWidth];
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < cropHeight; row++) {
                int from = (c * height + y + row) * width + x;
                System.arraycopy(chw, from, cut, (c * cropHeight + row) * cropWidth, cropWidth);
            }
        }
        return new Image(domain, channels, cropHeight, cropWidth, cut);
    }

    /** One channel as an image of its own. */
    public Image channel(int index) {
        int plane = height * width;
        return new Image(domain, 1, height, width, Arrays.copyOfRange(chw, index * plane, (index + 1) * plane));
    }

    /** Whether domain, channels, height and width agree. */
    public boolean sameShape(Image other) {
        return domain == other.domain && channels == other.channels && height == other.height && width == other.width;
    }

    /** The values limited to [0,1]. */
    public Image clamped() {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min(1f, Math.max(0f, chw[i]));
        }
        return new Image(domain, channels, height, width, out);
    }

    /** The values limited to [0,1] and rounded to multiples of 1/maximum (maximum = 255 for 8 bit), halves up. */
    public Image quantised(int maximum) {
        float[] out = new float[chw.length];
        for (int i = 0; i < out.length; i++) {
            float limited = Math.min(1f, Math.max(0f, chw[i]));
            out[i] = (float) Math.floor(limited * (double) maximum + 0.5) / maximum;
        }
        return new Image(domain, channels, height, width, out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image && sameShape(image) && Arrays.equals(chw, image.chw);
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, height, width, Arrays.hashCode(chw));
    }

    @Override
    public String toString() {
        return "Image " + domain + " [" + channels + "," + height + "," + width + "]";
    }
}
