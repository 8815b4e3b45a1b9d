package io.grainflow.job.compare;

import io.grainflow.job.run.Failure;
import io.grainflow.report.Block;
import io.grainflow.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A comparison as a page. Files are named without their folders.
 *
 * @param samples what is shown of each model, in the order of the models
 */
record ComparisonReport(CompareNoise job, Comparison comparison, HeldOut heldOut, Map<String, ModelSamples> samples) {
    private static final Pattern FOLDERS = Pattern.compile("(?<![\\w.])(?:[A-Za-z]:\\\\|/)(?:[^\\s/\\\\:;,]+[/\\\\])+");

    Report page() {
        List<Report.Section> sections = new ArrayList<>();
        sections.add(new Report.Section("Figures", figures()));
        sections.add(new Report.Section("Failures", List.of(failed())));
        if (job.denoisers()) {
            sections.add(new Report.Section(
                    "Denoisers",
                    List.of(
                            denoisersText(),
                            ComparisonTables.denoisers(comparison),
                            ComparisonCharts.trainings(comparison))));
        }
        sections.add(new Report.Section(
                "Pictures",
                List.of(ComparisonPictures.photographs(heldOut, samples), ComparisonPictures.noise(heldOut, samples))));
        List<Block> noise = new ArrayList<>(List.of(ComparisonCharts.histograms(heldOut, samples)));
        noise.addAll(ComparisonCharts.correlations(heldOut, comparison));
        sections.add(new Report.Section("The noise", noise));
        sections.add(new Report.Section(
                "Cameras and ISOs",
                List.of(ComparisonCharts.captures(comparison), ComparisonTables.captures(comparison))));
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
                .max(Comparator.comparingDouble(ComparisonReport::restored))
                .ifPresent(best -> facts.add(new Report.Fact(
                        "best synthetic noise for a denoiser", text("%.2f dB: ", restored(best)) + best.name())));
        return facts;
    }

    private static double restored(Comparison.ModelResult model) {
        return model.denoiser().map(Comparison.TrainedOn::psnrDecibels).orElse(Double.NaN);
    }

    private static String text(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    private Block denoisersText() {
        long steps = Stream.concat(
                        comparison.real().stream(),
                        comparison.models().stream().flatMap(model -> model.denoiser().stream()))
                .mapToLong(Comparison.TrainedOn::steps)
                .max()
                .orElse(0);
        return new Block.Paragraph(
                "One DnCNN for each noise model, trained on clean pictures of the training scenes with noise of the model"
                        + " by camera and ISO, and one on the real pairs: the same network, seed and " + steps
                        + " updates. All are evaluated on the real noise of the held-out pairs. A model that does not know a camera and ISO"
                        + " teaches without its pictures.");
    }

    /** Means over the pairs that all models know, and over all pairs of each where these differ. */
    private List<Block> figures() {
        List<Block> blocks = new ArrayList<>(List.of(ComparisonTables.models(comparison)));
        boolean different = comparison.models().stream()
                .anyMatch(model -> model.evaluation().images().size() != comparison.commonPairs());
        blocks.add(ComparisonTables.overPairs(comparison));
        if (different) {
            blocks.add(ComparisonTables.ownPairs(comparison));
        }
        return blocks;
    }

    private Block failed() {
        List<List<Block.Cell>> rows = new ArrayList<>();
        for (Failure failure : comparison.failures()) {
            rows.add(List.of(Block.Cell.of(failure.item()), Block.Cell.of(withoutFolders(failure.reason()))));
        }
        return new Block.Table("What failed and is missing on this page.", List.of("item", "reason"), rows);
    }

    /** Pages are sent to others, who need not know where files are. */
    private String withoutFolders(String text) {
        String shorter = text;
        for (String folder : folders()) {
            shorter = shorter.replace(folder, "");
        }
        return FOLDERS.matcher(shorter).replaceAll("");
    }

    private List<String> folders() {
        List<Path> files = new ArrayList<>(List.of(job.out().resolve(CompareNoise.PAGE)));
        job.models().forEach(model -> files.add(Path.of(model)));
        return files.stream()
                .map(Path::getParent)
                .filter(Objects::nonNull)
                .map(folder -> folder + folder.getFileSystem().getSeparator())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
