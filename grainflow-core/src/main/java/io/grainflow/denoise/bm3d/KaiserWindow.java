package io.grainflow.denoise.bm3d;

/** Kaiser's window (Kaiser, Nonrecursive digital filter design using the I0-sinh window function, 1974). */
final class KaiserWindow {
    private KaiserWindow() {}

    /** The window of the given length, with values of at most 1. */
    static float[] of(int length, double beta) {
        float[] window = new float[length];
        for (int i = 0; i < length; i++) {
            double place = 2.0 * i / (length - 1) - 1;
            window[i] = (float) (bessel(beta * Math.sqrt(1 - place * place)) / bessel(beta));
        }
        return window;
    }

    /** The modified Bessel function of the first kind and order zero, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }
}
