package io.grainflow.image;

/** Conversion of images to the display range, in which they are viewed and compared: white = 1. */
public final class Display {
    private static final int COLOURS = 3;
    private static final double GAMMA = 2.2;

    private Display() {}

    /**
     * The image itself if its domain defines white as 1. Linear images with three or more channels are reduced to the first three, which
     * are tone-mapped with Reinhard's curve (v / (1 + v))^(1/2.2), negative values as 0 (Lehtinen et al., Noise2Noise, ICML 2018, section
     * 3.3). Linear images with fewer channels are divided by the largest value of a reference.
     *
     * @param reference [C,H,W] whose largest value becomes white; give the image itself if there is no other
     */
    public static Image of(Image image, Image reference) {
        if (image.domain() != PixelDomain.LINEAR) {
            return image;
        }
        float[] all = image.toArray();
        if (image.channels() < COLOURS) {
            float white = 0;
            for (float value : reference.toArray()) {
                white = Math.max(white, value);
            }
            for (int i = 0; i < all.length; i++) {
                all[i] = white > 0 ? all[i] / white : all[i];
            }
            return Image.adopt(image.domain(), image.height(), image.width(), all);
        }
        float[] values = new float[COLOURS * image.height() * image.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = toneMapped(all[i]);
        }
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }

    private static float toneMapped(float light) {
        double positive = Math.max(0, light);
        return (float) Math.pow(positive / (1 + positive), 1 / GAMMA);
    }
}
