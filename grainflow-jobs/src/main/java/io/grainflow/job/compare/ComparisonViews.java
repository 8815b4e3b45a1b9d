package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.report.Chart;
import io.grainflow.train.data.ValidationCrops;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Crops and noise histograms of a few held-out images, for the page. Samples are those that the figures are computed of. */
final class ComparisonViews {
    private static final int MOST = 4;
    private static final int SIDE = 160;
    private static final int BINS = 61;
    private static final double SIGMAS = 4;

    private final List<View> views;

    private ComparisonViews(List<View> views) {
        this.views = List.copyOf(views);
    }

    /**
     * One image.
     *
     * @param clean crop of the clean image
     * @param real crop of the camera's noisy image
     * @param range the histograms run from -range to range
     * @param density of the real noise in each bin
     * @param models crop and histogram of each model that knows the camera and ISO
     */
    record View(
            PairEntry entry, Image clean, Image real, double range, List<Double> density, Map<String, Sample> models) {
        String title() {
            return entry.capture() + ", " + entry.scene();
        }

        /** Values at the centres of the bins. */
        List<Double> centres() {
            List<Double> centres = new ArrayList<>();
            for (int bin = 0; bin < BINS; bin++) {
                centres.add((bin + 0.5) * 2 * range / BINS - range);
            }
            return centres;
        }

        /** The noise of the camera and of all models as lines. */
        List<Chart.Series> series() {
            List<Chart.Series> series = new ArrayList<>();
            series.add(new Chart.Series("camera", Chart.Style.AREA, 0, centres(), density));
            models.forEach((name, sample) ->
                    series.add(new Chart.Series(name, Chart.Style.LINE, series.size(), centres(), sample.density())));
            return series;
        }
    }

    /** What a model makes of an image: a crop, and the density of its noise in each bin. */
    record Sample(Image crop, List<Double> density) {}

    /** Images of as many cameras and ISOs and scenes as possible. Images that cannot be read are left out. */
    static ComparisonViews of(List<PairEntry> entries) {
        List<View> views = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            for (PairEntry entry : entries) {
                boolean fresh = !seen.contains("" + entry.capture()) && !seen.contains(entry.scene());
                boolean unused = views.stream().noneMatch(view -> view.entry().equals(entry));
                if (views.size() < MOST && unused && (fresh || round == 1)) {
                    seen.add("" + entry.capture());
                    seen.add(entry.scene());
                    add(entry, views);
                }
            }
        }
        return new ComparisonViews(views);
    }

    private static void add(PairEntry entry, List<View> views) {
        try {
            NoisyPair pair = entry.load();
            NoisyPair crop = ValidationCrops.centre(pair, SIDE);
            double range = SIGMAS * deviation(pair);
            views.add(new View(
                    entry,
                    crop.clean(),
                    crop.noisy(),
                    range,
                    density(pair.clean(), pair.noisy(), range),
                    new LinkedHashMap<>()));
        } catch (InputException unreadable) {
            // the evaluation reports it by name
            return;
        }
    }

    /** Adds the samples of a model; cameras and ISOs that it does not know are left out. */
    void add(String name, NoiseModel model, Sampling how, Seed seed) {
        for (View view : views) {
            if (how.suits(view.entry().capture(), model)) {
                NoisyPair pair = view.entry().load();
                Image sample = NoiseScoring.sample(model, how, view.entry(), pair, seed)
                        .clamped();
                NoisyPair crop =
                        ValidationCrops.centre(new NoisyPair(pair.scene(), pair.clean(), sample, pair.capture()), SIDE);
                view.models().put(name, new Sample(crop.noisy(), density(pair.clean(), sample, view.range())));
            }
        }
    }

    List<View> list() {
        return views;
    }

    private static double deviation(NoisyPair pair) {
        float[] clean = pair.clean().toArray();
        float[] noisy = pair.noisy().toArray();
        double squares = 0;
        for (int i = 0; i < clean.length; i++) {
            double noise = (double) noisy[i] - clean[i];
            squares += noise * noise;
        }
        return Math.max(1e-4, Math.sqrt(squares / clean.length));
    }

    private static List<Double> density(Image clean, Image noisy, double range) {
        float[] base = clean.toArray();
        float[] values = noisy.toArray();
        long[] counts = new long[BINS];
        double width = 2 * range / BINS;
        for (int i = 0; i < base.length; i++) {
            int bin = (int) Math.floor(((double) values[i] - base[i] + range) / width);
            if (bin >= 0 && bin < BINS) {
                counts[bin]++;
            }
        }
        List<Double> density = new ArrayList<>();
        for (long count : counts) {
            density.add(count / (base.length * width));
        }
        return density;
    }
}
