package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.nio.FloatBuffer;

/**
 * A camera's way from raw to display and back.
 *
 * @param redGain white balance of red relative to green
 * @param blueGain white balance of blue relative to green
 * @param crosstalk how much a colour of the sensor sees of each other one, in [0,0.3]: the colour matrix undoes it
 * @param contrast strength of the tone curve's S, in [0,1)
 */
public record Development(double redGain, double blueGain, double crosstalk, double contrast) {
    private static final int TABLE = 1 << 14;

    public Development {
        if (!(redGain > 0 && blueGain > 0 && crosstalk >= 0 && crosstalk <= 0.3 && contrast >= 0 && contrast < 1)) {
            throw new IllegalArgumentException(
                    "Development expects positive gains, crosstalk in [0,0.3] and contrast in" + " [0,1), got "
                            + redGain + ", " + blueGain + ", " + crosstalk + ", " + contrast);
        }
    }

    /** Camera RGB [3,H,W], linear, of a display image: sRGB decoding, inverse colour matrix, inverse white balance. */
    Image undevelop(Image srgb) {
        int plane = srgb.height() * srgb.width();
        FloatBuffer values = srgb.values();
        float[] camera = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            double r = ToneCurve.decode(values.get(i));
            double g = ToneCurve.decode(values.get(plane + i));
            double b = ToneCurve.decode(values.get(2 * plane + i));
            double own = 1 - 2 * crosstalk;
            camera[i] = (float) ((own * r + crosstalk * (g + b)) / redGain);
            camera[plane + i] = (float) (own * g + crosstalk * (r + b));
            camera[2 * plane + i] = (float) ((own * b + crosstalk * (r + g)) / blueGain);
        }
        return Image.adopt(PixelDomain.SRGB, srgb.height(), srgb.width(), camera);
    }

    /** Display image [3,H,W] of camera RGB: white balance, clip, colour matrix, tone curve, 8-bit rounding. */
    Image develop(Image cameraRgb) {
        int plane = cameraRgb.height() * cameraRgb.width();
        FloatBuffer values = cameraRgb.values();
        float[] table = toneTable();
        float[] srgb = new float[3 * plane];
        // inverse of (1-3k) I + k J, whose rows sum to one
        double own = 1 - 3 * crosstalk;
        for (int i = 0; i < plane; i++) {
            double r = limited(values.get(i) * redGain);
            double g = limited(values.get(plane + i));
            double b = limited(values.get(2 * plane + i) * blueGain);
            double common = crosstalk * (r + g + b);
            srgb[i] = tone(table, (r - common) / own);
            srgb[plane + i] = tone(table, (g - common) / own);
            srgb[2 * plane + i] = tone(table, (b - common) / own);
        }
        return Image.adopt(PixelDomain.SRGB, cameraRgb.height(), cameraRgb.width(), srgb)
                .quantised(255);
    }

    private float[] toneTable() {
        float[] table = new float[TABLE + 1];
        for (int i = 0; i <= TABLE; i++) {
            // nodes lie densely in the shadows, where the curve is steep
            double root = (double) i / TABLE;
            table[i] = (float) ToneCurve.contrast(ToneCurve.encode(root * root), contrast);
        }
        return table;
    }

    private static float tone(float[] table, double linear) {
        return table[(int) (Math.sqrt(limited(linear)) * TABLE + 0.5)];
    }

    private static double limited(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
