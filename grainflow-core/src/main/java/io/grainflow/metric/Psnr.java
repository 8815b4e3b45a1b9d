package io.grainflow.metric;

import io.grainflow.image.Image;

/** Peak signal-to-noise ratio in decibels, all channels jointly. */
public final class Psnr {
    /** The constant that the NAFlow authors add to the mean squared error; it limits their values to 80 dB. */
    private static final double NAFLOW_OFFSET = 1e-8;

    private Psnr() {}

    /**
     * 10 log10(peak^2 / MSE); positive infinity for equal images. Images are not clamped here: clamp them first if the benchmark does so.
     *
     * @param peak the value of white, 1 for images in [0,1]
     */
    public static double decibels(Image reference, Image estimate, double peak) {
        if (!(peak > 0 && peak <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("Psnr expects a positive peak, got " + peak);
        }
        return 10 * Math.log10(peak * peak / meanSquaredError(reference, estimate));
    }

    /**
     * 20 log10(255 / RMSE) of both images, clamped to [0,1] and rounded to 8 bit, computed in integers: the usual value of benchmarks, as
     * in KAIR.
     */
    public static double eightBitDecibels(Image reference, Image estimate) {
        SameShape.check("Psnr", reference, estimate);
        float[] a = reference.toArray();
        float[] b = estimate.toArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = greyLevel(a[i]) - greyLevel(b[i]);
            sum += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255.0 * a.length / sum);
    }

    private static double greyLevel(float value) {
        return Math.floor(Math.min(1, Math.max(0, value)) * 255.0 + 0.5);
    }

    /** 10 log10(1 / (MSE + 1e-8)), peak 1: as the authors of NAFlow compute it. At most 80 dB. */
    public static double naflowDecibels(Image reference, Image estimate) {
        return 10 * Math.log10(1 / (meanSquaredError(reference, estimate) + NAFLOW_OFFSET));
    }

    /** Mean of (reference - estimate)^2 over channels and pixels. */
    public static double meanSquaredError(Image reference, Image estimate) {
        SameShape.check("Psnr", reference, estimate);
        float[] a = reference.toArray();
        float[] b = estimate.toArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum / a.length;
    }
}
