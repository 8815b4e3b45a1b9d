package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/**
 * Raw development, that is, the conversion of linear camera colours to display values, and its inverse.
 *
 * @param redGain white balance of red relative to green
 * @param blueGain white balance of blue relative to green
 * @param crosstalk share of each other colour in a colour of the sensor, in [0,0.3]; the colour matrix removes it
 * @param contrast strength of the S-shaped contrast curve, in [0,1)
 */
public record RawDevelopment(double redGain, double blueGain, double crosstalk, double contrast) {
    public RawDevelopment {
        if (!(redGain > 0 && blueGain > 0 && crosstalk >= 0 && crosstalk <= 0.3 && contrast >= 0 && contrast < 1)) {
            throw new IllegalArgumentException(
                    "RawDevelopment expects positive gains, crosstalk in [0,0.3] and contrast in" + " [0,1), got "
                            + redGain + ", " + blueGain + ", " + crosstalk + ", " + contrast);
        }
    }

    /**
     * Converts a display image to linear camera RGB [3,H,W]: sRGB decoding, inverse colour matrix, inverse white balance ("unprocessing",
     * Brooks et al., CVPR 2019).
     */
    Image unprocess(Image srgb) {
        int plane = srgb.height() * srgb.width();
        float[] camera = srgb.toArray();
        float own = (float) (1 - 3 * crosstalk);
        float other = (float) crosstalk;
        float red = (float) (1 / redGain);
        float blue = (float) (1 / blueGain);
        for (int i = 0; i < plane; i++) {
            float r = ToneCurve.decodeFast(camera[i]);
            float g = ToneCurve.decodeFast(camera[plane + i]);
            float b = ToneCurve.decodeFast(camera[2 * plane + i]);
            float common = other * (r + g + b);
            camera[i] = (own * r + common) * red;
            camera[plane + i] = own * g + common;
            camera[2 * plane + i] = (own * b + common) * blue;
        }
        return Image.adopt(PixelDomain.SRGB, srgb.height(), srgb.width(), camera);
    }

    /** Converts camera RGB to a display image [3,H,W]: white balance, clipping, colour matrix, tone curve, rounding to 8 bit. */
    Image develop(Image cameraRgb) {
        int plane = cameraRgb.height() * cameraRgb.width();
        float[] srgb = cameraRgb.toArray();
        // inverse of (1-3k) I + k J, whose rows sum to one
        float own = (float) (1 / (1 - 3 * crosstalk));
        float other = (float) (crosstalk / (1 - 3 * crosstalk));
        float red = (float) redGain;
        float blue = (float) blueGain;
        for (int i = 0; i < plane; i++) {
            float r = limited(srgb[i] * red);
            float g = limited(srgb[plane + i]);
            float b = limited(srgb[2 * plane + i] * blue);
            float common = other * (r + g + b);
            srgb[i] = own * r - common;
            srgb[plane + i] = own * g - common;
            srgb[2 * plane + i] = own * b - common;
        }
        float strength = (float) contrast;
        for (int i = 0; i < srgb.length; i++) {
            float code = ToneCurve.contrast(ToneCurve.encodeFast(srgb[i]), strength);
            srgb[i] = (int) (limited(code) * 255 + 0.5f) / 255f;
        }
        return Image.adopt(PixelDomain.SRGB, cameraRgb.height(), cameraRgb.width(), srgb);
    }

    private static float limited(float value) {
        return Math.min(1f, Math.max(0f, value));
    }
}
