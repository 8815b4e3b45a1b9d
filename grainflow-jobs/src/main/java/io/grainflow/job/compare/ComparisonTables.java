package io.grainflow.job.compare;

import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.report.Block;
import io.grainflow.report.Block.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Tables of a comparison's page. The best figure of a column is bold. */
final class ComparisonTables {
    private static final double THOUSAND = 1000;

    /** A column: its name, its figure, and how many decimals are shown. */
    private record Figure(String name, ToDoubleFunction<NoiseScore> of, int decimals) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("NLL (nats/dim)", NoiseScore::nllNatsPerDim, 3),
            new Figure("KLD", NoiseScore::kld, 4),
            new Figure("KLD rounded", NoiseScore::kldQuantised, 4),
            new Figure("KLD NeCA", NoiseScore::kldNeca, 4),
            new Figure("KLD Flow-sRGB", NoiseScore::kldFlowSrgb, 4),
            new Figure("KLD NM-FlowGAN", NoiseScore::kldNmFlowGan, 4),
            new Figure("KLD C2N", NoiseScore::kldC2n, 4),
            new Figure("KL Noise Flow", NoiseScore::klNoiseFlow, 4),
            new Figure("KL Noise2NoiseFlow", NoiseScore::klNoise2NoiseFlow, 4),
            new Figure("AKLD", NoiseScore::akld, 3),
            new Figure("correlation distance", NoiseScore::noiseCorrelationDistance, 4));

    private ComparisonTables() {}

    /** One row per model, means over the common cameras and ISOs. */
    static Block models(Comparison comparison) {
        List<String> columns = new ArrayList<>(
                List.of("model", "kind", "samples", "parameters (thousands)", "s per megapixel", "left out"));
        FIGURES.forEach(figure -> columns.add(figure.name()));
        columns.add("sigma / real");
        List<NoiseScore> scores =
                comparison.models().stream().map(Comparison.ModelResult::common).toList();
        List<List<Cell>> rows = new ArrayList<>();
        for (Comparison.ModelResult model : comparison.models()) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(model.name()),
                    Cell.of(model.kind()),
                    Cell.of(model.sampling()),
                    Cell.of(model.parameters() / THOUSAND, 1),
                    Cell.of(model.samplingSecondsPerMegapixel(), 2),
                    Cell.of(Integer.toString(model.evaluation().leftOut()))));
            row.addAll(cells(model.common(), scores));
            row.add(Cell.of(model.common().syntheticSigma() / model.common().realSigma(), 3));
            rows.add(row);
        }
        return new Block.Table(
                "Means over the cameras and ISOs that every model knows, each with equal weight. Lower is better. NLL: negative log-likelihood of the real noise, where the model has a density. KLD: KL divergence"
                        + " of noise histograms in nats, by the rules of the papers; values of different rules cannot be compared."
                        + " KLD is NAFlow's with the samples as they are, rounded: with samples rounded to 8 bit as files are."
                        + " AKLD: KL divergence of local variances. Correlation distance: mean absolute difference of the mean"
                        + " noise correlation maps. Left out: pairs whose camera and ISO the model does not know.",
                columns,
                rows);
    }

    /** Means over the pairs that all models were scored on, each pair with equal weight. */
    static Block overPairs(Comparison comparison) {
        return means(
                "Mean over the " + comparison.commonPairs()
                        + " pairs that every model was scored on, each with equal weight. Sigma: standard"
                        + " deviation of the noise, white = 1.",
                comparison,
                Comparison.ModelResult::commonOverPairs,
                comparison.models().size() > 1);
    }

    /** Means over all pairs of each model. */
    static Block ownPairs(Comparison comparison) {
        return means(
                "Mean over all pairs that each model was scored on. The pairs differ, so that rows cannot be compared.",
                comparison,
                model -> model.evaluation().average(),
                false);
    }

    private static Block means(
            String caption,
            Comparison comparison,
            Function<Comparison.ModelResult, NoiseScore> mean,
            boolean comparable) {
        List<String> columns = new ArrayList<>(List.of("model", "pairs", "left out"));
        FIGURES.forEach(figure -> columns.add(figure.name()));
        columns.addAll(List.of("synthetic sigma", "real sigma"));
        List<NoiseScore> scores =
                comparable ? comparison.models().stream().map(mean).toList() : List.of();
        List<List<Cell>> rows = new ArrayList<>();
        for (Comparison.ModelResult model : comparison.models()) {
            NoiseScore score = mean.apply(model);
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(model.name()),
                    Cell.of(Integer.toString(model.evaluation().images().size())),
                    Cell.of(Integer.toString(model.evaluation().leftOut()))));
            row.addAll(cells(score, scores));
            row.addAll(List.of(Cell.of(score.syntheticSigma(), 4), Cell.of(score.realSigma(), 4)));
            rows.add(row);
        }
        return new Block.Table(caption, columns, rows);
    }

    private static List<Cell> cells(NoiseScore score, List<NoiseScore> all) {
        List<Cell> cells = new ArrayList<>();
        for (Figure figure : FIGURES) {
            double best = all.stream()
                    .mapToDouble(figure.of())
                    .filter(Double::isFinite)
                    .min()
                    .orElse(Double.NaN);
            Cell cell = Cell.of(figure.of().applyAsDouble(score), figure.decimals());
            boolean isBest = cell.text().equals(Cell.of(best, figure.decimals()).text())
                    && all.size() > 1
                    && Double.isFinite(best);
            cells.add(isBest ? cell.asBest() : cell);
        }
        return cells;
    }

    /** Each camera and ISO with the models that know it. */
    static Block captures(Comparison comparison) {
        List<String> columns = new ArrayList<>(List.of("camera and ISO", "model", "images"));
        FIGURES.forEach(figure -> columns.add(figure.name()));
        List<List<Cell>> rows = new ArrayList<>();
        comparison.models().stream()
                .flatMap(model -> model.evaluation().captures().stream())
                .map(ComparisonTables::name)
                .distinct()
                .sorted()
                .forEach(name -> rows.addAll(rows(comparison, name)));
        return new Block.Table("Every camera and ISO of the held-out pairs.", columns, rows);
    }

    private static List<List<Cell>> rows(Comparison comparison, String name) {
        List<NoiseScore> scores = comparison.models().stream()
                .flatMap(model -> capture(model, name).stream())
                .map(NoiseEvaluation.CaptureScore::score)
                .toList();
        List<List<Cell>> rows = new ArrayList<>();
        for (Comparison.ModelResult model : comparison.models()) {
            capture(model, name).ifPresent(capture -> {
                List<Cell> row = new ArrayList<>(List.of(
                        Cell.of(rows.isEmpty() ? name : ""),
                        Cell.of(model.name()),
                        Cell.of(Integer.toString(capture.images()))));
                row.addAll(cells(capture.score(), scores));
                rows.add(row);
            });
        }
        return rows;
    }

    /** A denoiser of each model, and that of the real pairs. */
    static Block denoisers(Comparison comparison) {
        List<Comparison.TrainedOn> all = Stream.concat(
                        comparison.models().stream().flatMap(model -> model.denoiser().stream()),
                        comparison.real().stream())
                .toList();
        boolean other = all.stream().anyMatch(trained -> trained.other().isPresent());
        List<String> columns =
                new ArrayList<>(List.of("trained on", "training pairs", "PSNR dB", "behind real, dB", "SSIM"));
        if (other) {
            columns.addAll(List.of("other data: PSNR dB", "other data: SSIM"));
        }
        List<List<Cell>> rows = new ArrayList<>();
        if (!all.isEmpty()) {
            rows.add(row("noisy pictures as they are", Optional.empty(), all.get(0), other));
        }
        comparison
                .models()
                .forEach(model -> model.denoiser()
                        .ifPresent(trained -> rows.add(row(model.name(), Optional.of(trained), trained, other))));
        comparison.real().ifPresent(real -> rows.add(row("real pairs", Optional.of(real), real, other)));
        return new Block.Table("Held-out pairs, real noise, after the denoiser.", columns, rows);
    }

    private static List<Cell> row(
            String name, Optional<Comparison.TrainedOn> after, Comparison.TrainedOn of, boolean other) {
        List<Cell> row = new ArrayList<>(List.of(
                Cell.of(name),
                Cell.of(after.map(trained -> Integer.toString(trained.trainingPairs()))
                        .orElse("")),
                Cell.of(
                        after.isPresent()
                                ? of.psnrDecibels()
                                : of.evaluation().average().before().psnrDecibels(),
                        2),
                after.map(trained -> Cell.of(trained.behindRealDecibels(), 2)).orElse(Cell.of("")),
                Cell.of(
                        after.isPresent()
                                ? of.ssim()
                                : of.evaluation().average().before().ssim(),
                        4)));
        if (other) {
            of.other()
                    .map(evaluation -> after.isPresent()
                            ? evaluation.average().after()
                            : evaluation.average().before())
                    .ifPresent(quality ->
                            row.addAll(List.of(Cell.of(quality.psnrDecibels(), 2), Cell.of(quality.ssim(), 4))));
        }
        return row;
    }

    /** Camera and ISO as text. */
    static String name(NoiseEvaluation.CaptureScore capture) {
        return capture.camera() + " ISO " + capture.iso();
    }

    /** The figures of a model for a camera and ISO; empty if it does not know it. */
    static Optional<NoiseEvaluation.CaptureScore> capture(Comparison.ModelResult model, String name) {
        return Stream.of(model)
                .flatMap(one -> one.evaluation().captures().stream())
                .filter(capture -> name(capture).equals(name))
                .findFirst();
    }
}
