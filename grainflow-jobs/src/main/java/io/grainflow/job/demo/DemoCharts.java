package io.grainflow.job.demo;

import io.grainflow.image.Image;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.estimate.NoiseCurve;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.report.Block;
import io.grainflow.report.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;

/** The demo's charts. */
final class DemoCharts {
    private static final int BINS = 61;
    private static final int CURVE_POINTS = 24;
    private static final int LINE_POINTS = 41;
    private static final int GREEN = 1;

    private DemoCharts() {}

    /** Histograms of noise at each ISO, pooled over the held-out scenes. */
    static Block histograms(DemoFindings findings) {
        List<Chart> charts = new ArrayList<>();
        for (Capture capture : findings.fit().statistics().keySet()) {
            List<PairEntry> entries = findings.test().stream()
                    .filter(entry -> entry.capture().equals(capture))
                    .toList();
            double range = 4 * sigma(findings, capture);
            charts.add(new Chart.Lines(
                    "ISO " + capture.iso(),
                    "noise (white = 1)",
                    "density",
                    true,
                    List.of(
                            histogram("camera", Chart.Style.AREA, 0, range, entries, (entry, pair) -> pair.noisy()),
                            model("Gaussian", Chart.Style.DASHED, 1, range, entries, findings.gaussian(), findings),
                            model(
                                    "heteroscedastic",
                                    Chart.Style.DASHED,
                                    2,
                                    range,
                                    entries,
                                    findings.heteroscedastic(),
                                    findings),
                            model("NAFlow", Chart.Style.LINE, 3, range, entries, findings.flow(), findings))));
        }
        return new Block.Charts(
                "Noise of all held-out scenes together, logarithmic. How often each value occurs is only half of the noise: how"
                        + " neighbours go together is the other half, below.",
                charts);
    }

    private static double sigma(DemoFindings findings, Capture capture) {
        return findings.result().heteroscedasticNoise().captures().stream()
                .filter(score -> score.iso() == capture.iso())
                .mapToDouble(score -> score.score().realSigma())
                .findFirst()
                .orElse(0.05);
    }

    private static Chart.Series model(
            String name,
            Chart.Style style,
            int colour,
            double range,
            List<PairEntry> entries,
            NoiseModel model,
            DemoFindings findings) {
        return histogram(
                name,
                style,
                colour,
                range,
                entries,
                (entry, pair) ->
                        DemoPictures.sample(model, findings, entry, pair).clamped());
    }

    private static Chart.Series histogram(
            String name,
            Chart.Style style,
            int colour,
            double range,
            List<PairEntry> entries,
            BiFunction<PairEntry, NoisyPair, Image> image) {
        long[] counts = new long[BINS];
        long all = 0;
        double width = 2 * range / BINS;
        for (PairEntry entry : entries) {
            NoisyPair pair = entry.load();
            float[] clean = pair.clean().toArray();
            float[] noisy = image.apply(entry, pair).toArray();
            for (int i = 0; i < clean.length; i++) {
                int bin = (int) Math.floor((noisy[i] - clean[i] + range) / width);
                if (bin >= 0 && bin < BINS) {
                    counts[bin]++;
                }
            }
            all += clean.length;
        }
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            x.add((bin + 0.5) * width - range);
            y.add(counts[bin] / (all * width));
        }
        return new Chart.Series(name, style, colour, x, y);
    }

    /** Noise as a function of brightness: measured and learned. */
    static Block levels(DemoFindings findings) {
        List<Chart> charts = new ArrayList<>();
        findings.fit().statistics().forEach((capture, statistics) -> {
            List<NoiseCurve.Point> measured =
                    NoiseCurve.of(statistics, CURVE_POINTS).channels().get(GREEN);
            NoiseLevel constant =
                    findings.fit().levels(TrainNoise.Kind.GAUSSIAN).get(capture);
            NoiseLevel level =
                    findings.fit().levels(TrainNoise.Kind.HETEROSCEDASTIC).get(capture);
            List<Chart.Series> series = new ArrayList<>();
            series.add(new Chart.Series(
                    "measured",
                    Chart.Style.POINTS,
                    0,
                    measured.stream().map(NoiseCurve.Point::clean).toList(),
                    measured.stream().map(NoiseCurve.Point::sigma).toList()));
            if (constant != null && level != null) {
                series.add(line("Gaussian", Chart.Style.DASHED, 1, x -> Math.sqrt(constant.variance(GREEN, x))));
                series.add(line("heteroscedastic", Chart.Style.LINE, 2, x -> Math.sqrt(level.variance(GREEN, x))));
            }
            charts.add(new Chart.Lines(
                    "ISO " + capture.iso(), "clean value (white = 1)", "noise sigma (white = 1)", false, series));
        });
        return new Block.Charts(
                "Standard deviation of the noise over the clean value, green. In the sensor it grows with light; the tone curve"
                        + " lifts that of the shadows, and towards white it flattens and clips.",
                charts);
    }

    private static Chart.Series line(String name, Chart.Style style, int colour, DoubleUnaryOperator sigma) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < LINE_POINTS; i++) {
            double at = i / (LINE_POINTS - 1.0);
            x.add(at);
            y.add(sigma.applyAsDouble(at));
        }
        return new Chart.Series(name, style, colour, x, y);
    }

    /** Correlation maps at the highest ISO. */
    static Block correlations(DemoFindings findings) {
        NoiseEvaluation.CaptureScore white = highest(findings.result().heteroscedasticNoise());
        NoiseEvaluation.CaptureScore flow = highest(findings.result().naflowNoise());
        double limit = 0.5;
        return new Block.Charts(
                DemoReport.format(
                        "Correlation of the noise with itself at a distance, ISO %d, lags up to 5 pixels (the centre is 1)."
                                + " Demosaicking, noise reduction and JPEG spread the sensor's noise over neighbours: it"
                                + " becomes grain and blotches. A model of single pixels has nothing of that; the flow has"
                                + " learned it.",
                        flow.iso()),
                List.of(
                        new Chart.HeatMap("camera", radius(flow), limit, flow.realCorrelation()),
                        new Chart.HeatMap("heteroscedastic", radius(white), limit, white.syntheticCorrelation()),
                        new Chart.HeatMap("NAFlow", radius(flow), limit, flow.syntheticCorrelation())));
    }

    private static NoiseEvaluation.CaptureScore highest(NoiseEvaluation evaluation) {
        return evaluation.captures().get(evaluation.captures().size() - 1);
    }

    private static int radius(NoiseEvaluation.CaptureScore score) {
        return score.realCorrelation().size() / 2;
    }
}
