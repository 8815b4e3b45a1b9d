package io.grainflow.job;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.noise.NoiseCurve;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseStatistics;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.report.Chart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Charts of real and synthetic noise, of the highest ISO of each camera. */
final class NoiseCharts {
    private static final double GREY_LEVELS = 255;
    private static final int CURVE_POINTS = 14;
    private static final int LINE_POINTS = 40;
    private static final long FEWEST = 50;
    private static final List<String> CHANNELS = List.of("red", "green", "blue");
    private static final int[] CHANNEL_COLOURS = {2, 3, 1};

    private final List<PairEntry> entries;
    private final SortedMap<String, NoiseModel> models;
    private final Seed seed;
    private final List<Capture> captures;

    NoiseCharts(List<PairEntry> entries, Map<String, NoiseModel> models, Seed seed) {
        this.entries = entries;
        this.models = new TreeMap<>(models);
        this.seed = seed;
        Map<String, Capture> highest = new TreeMap<>();
        for (PairEntry entry : entries) {
            highest.merge(entry.capture().camera().code(), entry.capture(), (a, b) -> a.iso() >= b.iso() ? a : b);
        }
        this.captures = List.copyOf(highest.values());
    }

    /** Relative frequencies of noise values, logarithmic. */
    List<Chart> histograms() {
        List<Chart> charts = new ArrayList<>();
        for (Capture capture : captures) {
            List<Chart.Series> series = new ArrayList<>();
            series.add(histogram("real", Chart.Style.POINTS, 0, capture, null));
            int colour = 1;
            for (Map.Entry<String, NoiseModel> model : models.entrySet()) {
                series.add(histogram(model.getKey(), Chart.Style.LINE, colour++, capture, model.getValue()));
            }
            charts.add(new Chart.Lines(capture.toString(), "noise (grey levels)", "relative frequency", true, series));
        }
        return charts;
    }

    private Chart.Series histogram(
            String name,
            Chart.Style style,
            int colour,
            Capture capture,
            @org.jspecify.annotations.Nullable NoiseModel model) {
        long[] counts = new long[0];
        for (PairEntry entry : of(capture)) {
            NoisyPair pair = entry.load();
            Image noisy = model == null
                    ? pair.noisy()
                    : model.sampleNoisy(
                                    pair.clean(), capture, seed.child("sample").child(entry.name()))
                            .clamped();
            long[] own = NoiseDivergence.NAFLOW.histogram(pair.clean(), noisy);
            counts = counts.length == 0 ? own : added(counts, own);
        }
        double total = Arrays.stream(counts).sum();
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                x.add((-1 + (i + 0.5) / 128) * GREY_LEVELS);
                y.add(counts[i] / total);
            }
        }
        return new Chart.Series(name, style, colour, x, y);
    }

    private static long[] added(long[] a, long[] b) {
        long[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Standard deviation against the clean value: measured, and as learned. */
    List<Chart> levels(NoiseTraining learned) {
        List<Chart> charts = new ArrayList<>();
        for (Capture capture : captures) {
            NoiseStatistics statistics = new NoiseStatistics(capture);
            of(capture).forEach(entry -> statistics.add(entry.load()));
            NoiseCurve curve = NoiseCurve.of(statistics, CURVE_POINTS);
            List<Chart.Series> series = new ArrayList<>();
            for (int c = 0; c < curve.channels().size(); c++) {
                series.add(measured(c, curve.channels().get(c)));
            }
            learned.captures().stream()
                    .filter(one -> one.camera().equals(capture.camera().code()) && one.iso() == capture.iso())
                    .forEach(one -> {
                        for (int c = 0; c < one.b1().size(); c++) {
                            series.add(line(c, one.b1().get(c), one.b2().get(c)));
                        }
                    });
            charts.add(new Chart.Lines(
                    capture.toString(),
                    "clean value (grey levels)",
                    "standard deviation (grey levels)",
                    false,
                    series));
        }
        return charts;
    }

    private static Chart.Series measured(int channel, List<NoiseCurve.Point> points) {
        List<NoiseCurve.Point> enough =
                points.stream().filter(point -> point.count() >= FEWEST).toList();
        return new Chart.Series(
                name(channel),
                Chart.Style.POINTS,
                CHANNEL_COLOURS[channel % 3],
                enough.stream().map(point -> point.clean() * GREY_LEVELS).toList(),
                enough.stream().map(point -> point.sigma() * GREY_LEVELS).toList());
    }

    private static Chart.Series line(int channel, double b1, double b2) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i <= LINE_POINTS; i++) {
            double clean = (double) i / LINE_POINTS;
            x.add(clean * GREY_LEVELS);
            y.add(Math.sqrt(Math.max(0, b1 * clean + b2)) * GREY_LEVELS);
        }
        return new Chart.Series(name(channel) + ", learned", Chart.Style.LINE, CHANNEL_COLOURS[channel % 3], x, y);
    }

    private static String name(int channel) {
        return channel < CHANNELS.size() ? CHANNELS.get(channel) : "channel " + channel;
    }

    /** A correlation map with the colours' range from -1 to 1. */
    static Chart map(String title, List<List<Double>> rows) {
        return new Chart.HeatMap(title, rows.size() / 2, 1, rows);
    }

    private List<PairEntry> of(Capture capture) {
        return entries.stream().filter(entry -> entry.capture().equals(capture)).toList();
    }
}
