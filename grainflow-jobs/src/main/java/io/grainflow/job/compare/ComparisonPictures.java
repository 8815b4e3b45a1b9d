package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.report.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pictures of held-out pairs side by side. */
final class ComparisonPictures {
    private static final float GREY = 0.5f;
    /** Standard deviation of magnified real noise. */
    private static final double SHOWN_SIGMA = 0.15;

    private static final int COLOURS = 3;

    private ComparisonPictures() {}

    /** The clean image, the real noisy one, and one of each model. */
    static Block photographs(HeldOut pairs, Map<String, ModelSamples> samples) {
        List<Block.Row> rows = new ArrayList<>();
        for (HeldOut.Crop crop : pairs.crops().values()) {
            List<Block.Picture> pictures = new ArrayList<>();
            pictures.add(new Block.Picture("clean", "", crop.clean()));
            pictures.add(new Block.Picture("camera", "", crop.noisy()));
            samples.forEach((name, sample) -> sample.crop(crop.entry().name())
                    .ifPresent(image -> pictures.add(new Block.Picture(name, "", image))));
            rows.add(new Block.Row(title(crop), pictures));
        }
        return new Block.Gallery(
                "Held-out pairs: the clean image, the camera's own noise, and one sample of each model that knows the camera and ISO.",
                rows);
    }

    /** Noise alone around grey, made equally strong in every row. */
    static Block noise(HeldOut pairs, Map<String, ModelSamples> samples) {
        List<Block.Row> rows = new ArrayList<>();
        for (HeldOut.Crop crop : pairs.crops().values()) {
            double sigma = sigma(crop.clean(), crop.noisy());
            double gain = sigma > 0 ? SHOWN_SIGMA / sigma : 1;
            String factor = String.format(Locale.ROOT, "%.1f times", gain);
            List<Block.Picture> pictures = new ArrayList<>();
            pictures.add(new Block.Picture("no noise", "", magnified(crop.clean(), crop.clean(), 0)));
            pictures.add(new Block.Picture("camera", factor, magnified(crop.clean(), crop.noisy(), gain)));
            samples.forEach((name, sample) -> sample.crop(crop.entry().name())
                    .ifPresent(image ->
                            pictures.add(new Block.Picture(name, factor, magnified(crop.clean(), image, gain)))));
            rows.add(new Block.Row(title(crop), pictures));
        }
        return new Block.Gallery("The noise of the same pictures, magnified, around grey.", rows);
    }

    private static String title(HeldOut.Crop crop) {
        return crop.entry().capture() + ", " + crop.entry().scene();
    }

    private static double sigma(Image clean, Image noisy) {
        float[] a = clean.toArray();
        float[] b = noisy.toArray();
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += ((double) b[i] - a[i]) * ((double) b[i] - a[i]);
        }
        return Math.sqrt(squares / a.length);
    }

    /** Of raw planes the first, second and last in red, green and blue. */
    private static Image magnified(Image clean, Image noisy, double gain) {
        int plane = clean.height() * clean.width();
        int channels = clean.channels() < COLOURS ? 1 : COLOURS;
        float[] a = clean.toArray();
        float[] b = noisy.toArray();
        float[] shown = new float[channels * plane];
        Arrays.fill(shown, GREY);
        for (int c = 0; c < channels; c++) {
            int from = (c == COLOURS - 1 ? clean.channels() - 1 : c) * plane;
            for (int i = 0; i < plane; i++) {
                double value = GREY + gain * ((double) b[from + i] - a[from + i]);
                shown[c * plane + i] = (float) Math.min(1, Math.max(0, value));
            }
        }
        return Image.adopt(PixelDomain.SRGB, clean.height(), clean.width(), shown);
    }
}
