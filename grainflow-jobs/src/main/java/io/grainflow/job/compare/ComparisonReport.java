package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.report.Block;
import io.grainflow.report.Chart;
import io.grainflow.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A comparison as a page.
 *
 * @param views images that are shown
 */
record ComparisonReport(Comparison comparison, ComparisonViews views) {
    private static final double CORRELATION_LIMIT = 0.5;
    private static final float MAGNIFICATION = 4;
    private static final float GREY = 0.5f;

    Report page() {
        List<Report.Section> sections = new ArrayList<>();
        sections.add(new Report.Section("Figures", List.of(ComparisonTables.models(comparison))));
        comparison
                .real()
                .ifPresent(real -> sections.add(new Report.Section(
                        "Denoisers", List.of(denoisersText(real), ComparisonTables.denoisers(comparison, real)))));
        sections.add(new Report.Section("Pictures", List.of(pictures(), magnified())));
        sections.add(new Report.Section("The noise", List.of(histograms(), correlations())));
        sections.add(new Report.Section("Cameras and ISOs", List.of(ComparisonTables.captures(comparison))));
        return new Report("Noise models compared", summary(), facts(), sections);
    }

    private String summary() {
        Comparison.ModelResult least = least();
        return String.format(
                Locale.ROOT,
                "%d noise models on the same %d held-out pairs, with the same random seeds. Means are over the %d cameras and"
                        + " ISOs that every model knows, each with equal weight. The least KL divergence of the noise histograms"
                        + " has %s (%.4f nats).",
                comparison.models().size(),
                comparison.pairs(),
                comparison.commonCaptures().size(),
                least.name(),
                least.common().kldQuantised());
    }

    private Comparison.ModelResult least() {
        return comparison.models().stream()
                .min((a, b) ->
                        Double.compare(a.common().kldQuantised(), b.common().kldQuantised()))
                .orElseThrow();
    }

    private List<Report.Fact> facts() {
        List<Report.Fact> facts = new ArrayList<>();
        Comparison.ModelResult least = least();
        facts.add(new Report.Fact(
                "least KLD, rounded", text("%.4f nats: ", least.common().kldQuantised()) + least.name()));
        Comparison.ModelResult correlated = comparison.models().stream()
                .min((a, b) -> Double.compare(
                        a.common().noiseCorrelationDistance(), b.common().noiseCorrelationDistance()))
                .orElseThrow();
        facts.add(new Report.Fact(
                "least correlation distance",
                text("%.4f: ", correlated.common().noiseCorrelationDistance()) + correlated.name()));
        comparison.models().stream()
                .filter(model -> model.denoiser().isPresent())
                .min((a, b) -> Double.compare(behind(a), behind(b)))
                .ifPresent(best -> facts.add(new Report.Fact(
                        "best synthetic noise for a denoiser",
                        text("%.2f dB behind real pairs: ", behind(best)) + best.name())));
        return facts;
    }

    private static double behind(Comparison.ModelResult model) {
        return model.denoiser().map(Comparison.TrainedOn::behindRealDecibels).orElse(Double.NaN);
    }

    private static String text(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    private static Block denoisersText(Comparison.TrainedOn real) {
        return new Block.Paragraph(
                "One DnCNN for each noise model, trained on clean pictures of the training scenes with noise of the model"
                        + " by camera and ISO, and one on the real pairs: the same network, seed and " + real.steps()
                        + " updates. All are evaluated on the real noise of the held-out pairs.");
    }

    private Block pictures() {
        List<Block.Row> rows = new ArrayList<>();
        for (ComparisonViews.View view : views.list()) {
            List<Block.Picture> pictures = new ArrayList<>(List.of(
                    new Block.Picture("clean", "", view.clean()), new Block.Picture("camera", "", view.real())));
            view.models().forEach((name, sample) -> pictures.add(new Block.Picture(name, "", sample.crop())));
            rows.add(new Block.Row(view.title(), pictures));
        }
        return new Block.Gallery(
                "Middles of held-out pictures: the clean picture, the camera's own noise, and noise of each model.",
                rows);
    }

    private Block magnified() {
        List<Block.Row> rows = new ArrayList<>();
        for (ComparisonViews.View view : views.list()) {
            List<Block.Picture> pictures = new ArrayList<>(List.of(
                    new Block.Picture("no noise", "", magnified(view.clean(), view.clean())),
                    new Block.Picture("camera", "", magnified(view.clean(), view.real()))));
            view.models()
                    .forEach((name, sample) ->
                            pictures.add(new Block.Picture(name, "", magnified(view.clean(), sample.crop()))));
            rows.add(new Block.Row(view.title(), pictures));
        }
        return new Block.Gallery("The noise alone, four times as strong, on grey.", rows);
    }

    private static Image magnified(Image clean, Image noisy) {
        float[] base = clean.toArray();
        float[] values = noisy.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(1, Math.max(0, GREY + MAGNIFICATION * (values[i] - base[i])));
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    private Block histograms() {
        List<Chart> charts = new ArrayList<>();
        for (ComparisonViews.View view : views.list()) {
            charts.add(new Chart.Lines(view.title(), "noise (white = 1)", "density", true, view.series()));
        }
        return new Block.Charts("Noise of the pictures above, logarithmic.", charts);
    }

    /** Of the camera and ISO with most pairs among those that all models know. */
    private Block correlations() {
        List<Chart> charts = new ArrayList<>();
        Optional<NoiseEvaluation.CaptureScore> most = comparison.models().get(0).evaluation().captures().stream()
                .filter(capture -> comparison.commonCaptures().contains(ComparisonTables.name(capture)))
                .max((a, b) -> Integer.compare(a.images(), b.images()));
        most.ifPresent(of -> {
            charts.add(map("camera", of.realCorrelation()));
            for (Comparison.ModelResult model : comparison.models()) {
                ComparisonTables.capture(model, ComparisonTables.name(of))
                        .ifPresent(capture -> charts.add(map(model.name(), capture.syntheticCorrelation())));
            }
        });
        return new Block.Charts(
                "Correlation of the noise with itself at a distance"
                        + most.map(of -> ", " + ComparisonTables.name(of)).orElse("") + ", lags up to 5 pixels.",
                charts);
    }

    private static Chart map(String title, List<List<Double>> values) {
        return new Chart.HeatMap(title, values.size() / 2, CORRELATION_LIMIT, values);
    }
}
