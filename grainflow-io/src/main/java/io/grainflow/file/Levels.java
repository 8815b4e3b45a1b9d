package io.grainflow.file;

import io.grainflow.image.Image;
import io.grainflow.problem.InputException;

/**
 * The digital numbers of black and white in an integer image, or the values of black and white in a float image.
 *
 * @param black black level
 * @param white saturation level
 */
public record Levels(double black, double white) {
    public Levels {
        if (!(black < white && Double.isFinite(black) && Double.isFinite(white))) {
            throw new IllegalArgumentException("Levels expects black below white, got " + black + " and " + white);
        }
    }

    /**
     * Parses two numbers joined by a colon, such as 64:1023.
     *
     * @throws InputException if the text has another form
     */
    public static Levels parse(String words) {
        String[] parts = words.split(":", -1);
        try {
            if (parts.length == 2) {
                return new Levels(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
            }
            throw new IllegalArgumentException("Levels expects two numbers, got " + words);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "levels " + words, "are not understood", "give black and white as numbers, such as 64:1023", e);
        }
    }

    /** Digital numbers between black and white. */
    public double range() {
        return white - black;
    }

    /** The image with black = 0 and white = 1. */
    public Image apply(DecodedImage decoded) {
        double scale = decoded.format().isFloat() ? 1 : decoded.format().maximum();
        float[] values = decoded.image().toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] * scale - black) / range());
        }
        Image image = decoded.image();
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }

    /** Converts values with black = 0 and white = 1 to the scale of the original file: the inverse of {@link #apply}. */
    public Image undo(Image image, DecodedImage like) {
        double scale = like.format().isFloat() ? 1 : like.format().maximum();
        float[] values = image.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] * range() + black) / scale);
        }
        return Image.adopt(image.domain(), image.height(), image.width(), values);
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return text(black) + ":" + text(white);
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
