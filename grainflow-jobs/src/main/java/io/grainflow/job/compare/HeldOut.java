package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Failure;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The held-out pairs, read once, and what the page shows of their noise.
 *
 * @param entries pairs that could be read
 * @param failures pairs that could not
 * @param noise histogram of the real noise of each camera and ISO, about four standard deviations to either side
 * @param crops clean and noisy middles of a few pairs, by the pair's name
 */
record HeldOut(
        List<PairEntry> entries,
        List<Failure> failures,
        SortedMap<Capture, NoiseHistogram> noise,
        Map<String, Crop> crops) {
    private static final int ROWS = 4;
    private static final int SIDE = 96;
    private static final int BINS = 61;
    private static final double RANGE_SIGMAS = 4;
    private static final int LEVELS = 255;
    private static final int FINE_LEVELS = 16383;

    /** The middle of one pair. */
    record Crop(PairEntry entry, Image clean, Image noisy) {}

    private record Seen(PairEntry entry, NoiseHistogram histogram, double squares, Crop crop) {}

    /** The sums of one camera and ISO. */
    private static final class Sums {
        private NoiseHistogram histogram;
        private double squares;

        Sums(NoiseHistogram histogram, double squares) {
            this.histogram = histogram;
            this.squares = squares;
        }

        void add(Seen seen) {
            histogram = histogram.plus(seen.histogram);
            squares += seen.squares;
        }

        /** Bins for a chart. Their width is an odd multiple of the grey levels, so that the grid of the values falls evenly into them. */
        NoiseHistogram chart() {
            double range = RANGE_SIGMAS * Math.sqrt(squares / histogram.values());
            int times = Math.max(1, 2 * (int) (2 * range / BINS / histogram.width() / 2) + 1);
            int oneSide = Math.max(3, (int) Math.ceil(range / (times * histogram.width())));
            return histogram.coarser(times, oneSide);
        }
    }

    /** Reads all pairs. */
    static HeldOut read(List<PairEntry> entries, ComputeOptions compute, Monitor monitor) {
        List<String> shown = chosen(entries).stream().map(PairEntry::name).toList();
        List<PairEntry> read = new ArrayList<>();
        SortedMap<Capture, Sums> sums = new TreeMap<>();
        Map<String, Crop> crops = new LinkedHashMap<>();
        List<Failure> failures = BatchRunner.each(
                "read held-out pairs", entries, PairEntry::name, monitor, compute, HeldOut::look, seen -> {
                    read.add(seen.entry());
                    Sums known = sums.get(seen.entry().capture());
                    if (known == null) {
                        sums.put(seen.entry().capture(), new Sums(seen.histogram(), seen.squares()));
                    } else {
                        known.add(seen);
                    }
                    if (shown.contains(seen.entry().name())) {
                        crops.put(seen.entry().name(), seen.crop());
                    }
                });
        SortedMap<Capture, NoiseHistogram> noise = new TreeMap<>();
        sums.forEach((capture, sum) -> noise.put(capture, sum.chart()));
        return new HeldOut(List.copyOf(read), failures, noise, crops);
    }

    /** Different scenes, with the cameras and ISOs in turn from the last. */
    private static List<PairEntry> chosen(List<PairEntry> entries) {
        List<String> scenes = entries.stream().map(PairEntry::scene).distinct().toList();
        List<PairEntry> chosen = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, scenes.size()); i++) {
            String scene = scenes.get(i);
            List<PairEntry> own = entries.stream()
                    .filter(entry -> entry.scene().equals(scene))
                    .toList();
            chosen.add(own.get(own.size() - 1 - i % own.size()));
        }
        return chosen;
    }

    private static Seen look(PairEntry entry) {
        NoisyPair pair = entry.load();
        int levels = pair.clean().domain() == PixelDomain.SRGB ? LEVELS : FINE_LEVELS;
        float[] clean = pair.clean().toArray();
        float[] noisy = pair.noisy().toArray();
        double squares = 0;
        for (int i = 0; i < clean.length; i++) {
            double noise = (double) noisy[i] - clean[i];
            squares += noise * noise;
        }
        return new Seen(
                entry,
                NoiseHistogram.empty(1.0 / levels, levels).with(pair.clean(), pair.noisy()),
                squares,
                new Crop(entry, middle(pair.clean()), middle(pair.noisy())));
    }

    /** The middle of an image, as large as the page shows it. */
    static Image middle(Image image) {
        int height = Math.min(SIDE, image.height());
        int width = Math.min(SIDE, image.width());
        return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }
}
