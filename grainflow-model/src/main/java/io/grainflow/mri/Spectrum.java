package io.grainflow.mri;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.nio.FloatBuffer;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The two-dimensional discrete Fourier transform of a real image, with the zero frequency in the middle, at row height / 2 and column width
 * / 2. The forward transform is not normalised, S(k) = sum x(r) exp(-2 pi i k r); the inverse is divided by the number of pixels.
 * Immutable. Any height and width.
 */
public final class Spectrum {
    private final int height;
    private final int width;
    /** [H,W,2]: real and imaginary parts. */
    private final double[] values;

    private Spectrum(int height, int width, double[] values) {
        this.height = height;
        this.width = width;
        this.values = values;
    }

    /** The spectrum of an image of one channel. */
    public static Spectrum of(Image slice) {
        FloatBuffer source = slice.values();
        double[] values = new double[slice.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = source.get(i);
        }
        return of(slice.height(), slice.width(), values);
    }

    /** The spectrum of real values [H,W]. */
    public static Spectrum of(int height, int width, double... plane) {
        if (plane.length != height * width) {
            throw new IllegalArgumentException(
                    "Spectrum expects [" + height + "," + width + "] values, got " + plane.length);
        }
        double[] rows = new double[2 * plane.length];
        for (int i = 0; i < plane.length; i++) {
            rows[2 * i] = plane[i];
        }
        DoubleFFT_1D along = new DoubleFFT_1D(width);
        for (int y = 0; y < height; y++) {
            along.complexForward(rows, 2 * y * width);
        }
        DoubleFFT_1D across = new DoubleFFT_1D(height);
        double[] centred = new double[rows.length];
        double[] column = new double[2 * height];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                copy(rows, y * width + x, column, y);
            }
            across.complexForward(column);
            for (int y = 0; y < height; y++) {
                copy(column, y, centred, centred(y, height) * width + centred(x, width));
            }
        }
        return new Spectrum(height, width, centred);
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** Number of frequencies, H * W; they are indexed row by row. */
    public int size() {
        return height * width;
    }

    /** The real part of a frequency's coefficient. */
    public double real(int frequency) {
        return values[2 * frequency];
    }

    /** The imaginary part of a frequency's coefficient. */
    public double imaginary(int frequency) {
        return values[2 * frequency + 1];
    }

    /** Multiplies every coefficient by its factor. */
    public Spectrum times(IntToDoubleFunction factor) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < size(); i++) {
            double own = factor.applyAsDouble(i);
            scaled[2 * i] = own * values[2 * i];
            scaled[2 * i + 1] = own * values[2 * i + 1];
        }
        return new Spectrum(height, width, scaled);
    }

    /** Another spectrum's coefficients at some frequencies, this one's at the others. */
    public Spectrum replaced(IntPredicate where, Spectrum by) {
        requireSameSize(by);
        double[] mixed = values.clone();
        for (int i = 0; i < size(); i++) {
            if (where.test(i)) {
                copy(by.values, i, mixed, i);
            }
        }
        return new Spectrum(height, width, mixed);
    }

    /** The difference of all coefficients. */
    public Spectrum minus(Spectrum other) {
        requireSameSize(other);
        double[] difference = new double[values.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = values[i] - other.values[i];
        }
        return new Spectrum(height, width, difference);
    }

    /** Mean of the squared values of the image that has this spectrum, if it is real (Parseval). */
    public double meanSquare() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum / ((double) size() * size());
    }

    /** The real part of the image [H,W] that has this spectrum. */
    public double[] inverse() {
        DoubleFFT_1D across = new DoubleFFT_1D(height);
        double[] rows = new double[values.length];
        double[] column = new double[2 * height];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                copy(values, centred(y, height) * width + centred(x, width), column, y);
            }
            across.complexInverse(column, true);
            for (int y = 0; y < height; y++) {
                copy(column, y, rows, y * width + x);
            }
        }
        DoubleFFT_1D along = new DoubleFFT_1D(width);
        double[] plane = new double[size()];
        for (int y = 0; y < height; y++) {
            along.complexInverse(rows, 2 * y * width, true);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = rows[2 * (y * width + x)];
            }
        }
        return plane;
    }

    /** As {@link #inverse}, as an image of one channel. */
    public Image image(PixelDomain domain) {
        double[] plane = inverse();
        float[] rounded = new float[plane.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) plane[i];
        }
        return Image.adopt(domain, height, width, rounded);
    }

    private void requireSameSize(Spectrum other) {
        if (other.height != height || other.width != width) {
            throw new IllegalArgumentException("Spectrum expects another of " + height + "x" + width + ", got "
                    + other.height + "x" + other.width);
        }
    }

    /** Index of a frequency after shifting the zero frequency to the middle (fftshift). */
    private static int centred(int frequency, int length) {
        return (frequency + length / 2) % length;
    }

    private static void copy(double[] from, int index, double[] to, int target) {
        to[2 * target] = from[2 * index];
        to[2 * target + 1] = from[2 * index + 1];
    }
}
