package io.grainflow.job.compare;

import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.pair.Capture;
import io.grainflow.report.Block;
import io.grainflow.report.Chart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Charts of the page. */
final class ComparisonCharts {
    private static final int HUES = 6;
    private static final int SHOWN = 4;
    private static final double LIMIT = 0.5;

    private ComparisonCharts() {}

    /** At most four cameras and ISOs, evenly spaced from the weakest noise to the strongest. */
    private static List<Capture> shown(HeldOut pairs) {
        List<Capture> byNoise = pairs.noise().entrySet().stream()
                .sorted(Comparator.comparingDouble(entry ->
                        entry.getValue().width() * entry.getValue().counts().size()))
                .map(Map.Entry::getKey)
                .toList();
        int count = Math.min(SHOWN, byNoise.size());
        return IntStream.range(0, count)
                .mapToObj(i -> byNoise.get(count == 1 ? byNoise.size() - 1 : i * (byNoise.size() - 1) / (count - 1)))
                .toList();
    }

    /** Histograms of real and synthetic noise. */
    static Block histograms(HeldOut pairs, Map<String, ModelSamples> samples) {
        List<Chart> charts = new ArrayList<>();
        for (Capture capture : shown(pairs)) {
            List<Chart.Series> series = new ArrayList<>();
            series.add(line(
                    "camera",
                    Chart.Style.AREA,
                    0,
                    Objects.requireNonNull(pairs.noise().get(capture))));
            List<String> names = List.copyOf(samples.keySet());
            samples.forEach((name, sample) -> sample.histogram(capture)
                    .ifPresent(histogram -> series.add(
                            line(name, style(names.indexOf(name)), colour(names.indexOf(name)), histogram))));
            charts.add(new Chart.Lines(capture.toString(), "noise (white = 1)", "density", true, series));
        }
        return new Block.Charts(
                "Histograms of the noise of all held-out pairs of a camera and ISO, logarithmic. Synthetic images are limited to black and"
                        + " white, not rounded.",
                charts);
    }

    private static Chart.Series line(String name, Chart.Style style, int colour, NoiseHistogram histogram) {
        List<Integer> bins =
                IntStream.range(0, histogram.counts().size()).boxed().toList();
        return new Chart.Series(
                name,
                style,
                colour,
                bins.stream().map(histogram::centre).toList(),
                bins.stream().map(histogram::density).toList());
    }

    private static Chart.Style style(int model) {
        return model < HUES ? Chart.Style.LINE : Chart.Style.DASHED;
    }

    private static int colour(int model) {
        return 1 + model % HUES;
    }

    /** Correlation maps of real and synthetic noise of one camera and ISO side by side; one block for each. */
    static List<Block> correlations(HeldOut pairs, Comparison result) {
        List<Block> blocks = new ArrayList<>();
        for (Capture capture : shown(pairs)) {
            List<Chart> maps = new ArrayList<>();
            for (Comparison.ModelResult model : result.models()) {
                model.evaluation().captures().stream()
                        .filter(score -> Capture.of(score.camera(), score.iso()).equals(capture))
                        .forEach(score -> {
                            if (maps.isEmpty()) {
                                maps.add(map("camera", score.realCorrelation()));
                            }
                            maps.add(map(model.name(), score.syntheticCorrelation()));
                        });
            }
            blocks.add(new Block.Charts(
                    "Correlation of the noise with itself at a distance, " + capture
                            + ", lags up to 5 pixels (the centre is 1).",
                    maps));
        }
        return blocks;
    }

    private static Chart map(String name, List<List<Double>> values) {
        return new Chart.HeatMap(name, values.size() / 2, LIMIT, values);
    }

    /** Distances of each camera and ISO, one line per model. */
    static Block captures(Comparison result) {
        List<Chart.Series> kld = new ArrayList<>();
        List<Chart.Series> correlation = new ArrayList<>();
        for (int i = 0; i < result.models().size(); i++) {
            Comparison.ModelResult model = result.models().get(i);
            Map<Double, NoiseEvaluation.CaptureScore> bySigma = new TreeMap<>();
            model.evaluation()
                    .captures()
                    .forEach(capture -> bySigma.put(capture.score().realSigma(), capture));
            List<Double> sigmas = List.copyOf(bySigma.keySet());
            kld.add(new Chart.Series(
                    model.name(),
                    Chart.Style.POINTS,
                    colour(i),
                    sigmas,
                    bySigma.values().stream().map(one -> one.score().kld()).toList()));
            correlation.add(new Chart.Series(
                    model.name(),
                    Chart.Style.POINTS,
                    colour(i),
                    sigmas,
                    bySigma.values().stream()
                            .map(one -> one.score().noiseCorrelationDistance())
                            .toList()));
        }
        return new Block.Charts(
                "Distances to the real noise of each camera and ISO over the strength of its noise.",
                List.of(
                        new Chart.Lines("KLD", "real sigma (white = 1)", "nats", true, kld),
                        new Chart.Lines(
                                "Correlation distance",
                                "real sigma (white = 1)",
                                "mean difference",
                                false,
                                correlation)));
    }

    /** Course of the trainings of the denoisers. */
    static Block trainings(Comparison result) {
        List<Chart.Series> series = new ArrayList<>();
        result.real().ifPresent(real -> series.add(validation("real pairs", Chart.Style.DASHED, 0, real.training())));
        for (int i = 0; i < result.models().size(); i++) {
            Comparison.ModelResult model = result.models().get(i);
            int colour = colour(i);
            Chart.Style style = style(i);
            model.denoiser()
                    .ifPresent(denoiser -> series.add(validation(model.name(), style, colour, denoiser.training())));
        }
        List<Chart.Series> drawn =
                series.stream().filter(one -> !one.x().isEmpty()).toList();
        return new Block.Charts(
                "PSNR on the validation scenes during the trainings, each with the noise that it learns from.",
                drawn.isEmpty()
                        ? List.of()
                        : List.of(new Chart.Lines("Validation", "step", "PSNR (dB)", false, drawn)));
    }

    private static Chart.Series validation(String name, Chart.Style style, int colour, DenoiserTraining training) {
        return new Chart.Series(
                name,
                style,
                colour,
                training.validations().stream().map(one -> (double) one.step()).toList(),
                training.validations().stream()
                        .map(DenoiserTraining.Validation::psnrDecibels)
                        .toList());
    }
}
