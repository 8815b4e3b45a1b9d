package io.grainflow.job.demo;

import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.report.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Tables of a report. */
final class NoiseTables {
    /** A column: its name, its figure, and how many decimals are shown. */
    private record Figure(String name, ToDoubleFunction<NoiseScore> of, int decimals) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("NLL (nats/dim)", NoiseScore::nllNatsPerDim, 3),
            new Figure("correlation distance", NoiseScore::noiseCorrelationDistance, 3),
            new Figure("KLD", NoiseScore::kld, 4),
            new Figure("KLD rounded", NoiseScore::kldQuantised, 4),
            new Figure("AKLD", NoiseScore::akld, 3));

    private NoiseTables() {}

    /**
     * Lists the models for each camera and ISO, in the order of the map. The figures of the best model are bold.
     *
     * @param reference shown below the models for comparison only, such as a second photograph
     */
    static Block.Table compared(
            String caption, Map<String, NoiseEvaluation> models, String reference, NoiseEvaluation referenceScores) {
        List<List<Block.Cell>> rows = new ArrayList<>();
        for (NoiseEvaluation.CaptureScore capture : referenceScores.captures()) {
            Map<String, NoiseScore> scores = new LinkedHashMap<>();
            models.forEach((name, evaluation) -> scores.put(name, score(evaluation, capture)));
            rows.addAll(rows(capture.camera() + " ISO " + capture.iso(), scores, reference, capture.score()));
        }
        Map<String, NoiseScore> averages = new LinkedHashMap<>();
        models.forEach((name, evaluation) -> averages.put(name, evaluation.average()));
        rows.addAll(rows("mean of all images", averages, reference, referenceScores.average()));
        List<String> columns = new ArrayList<>(List.of("camera and ISO", "noise of"));
        FIGURES.forEach(figure -> columns.add(figure.name()));
        return new Block.Table(caption, columns, rows);
    }

    private static NoiseScore score(NoiseEvaluation evaluation, NoiseEvaluation.CaptureScore of) {
        return evaluation.captures().stream()
                .filter(capture -> capture.camera().equals(of.camera()) && capture.iso() == of.iso())
                .map(NoiseEvaluation.CaptureScore::score)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no score of " + of.camera() + " ISO " + of.iso()));
    }

    private static List<List<Block.Cell>> rows(
            String group, Map<String, NoiseScore> models, String reference, NoiseScore referenceScore) {
        List<List<Block.Cell>> rows = new ArrayList<>();
        models.forEach((name, score) -> {
            List<Block.Cell> cells =
                    new ArrayList<>(List.of(Block.Cell.of(rows.isEmpty() ? group : ""), Block.Cell.of(name)));
            for (Figure figure : FIGURES) {
                double best =
                        models.values().stream().mapToDouble(figure.of()).min().orElse(Double.NaN);
                Block.Cell cell = Block.Cell.of(figure.of().applyAsDouble(score), figure.decimals());
                boolean isBest = cell.text()
                        .equals(Block.Cell.of(best, figure.decimals()).text());
                cells.add(isBest ? cell.asBest() : cell);
            }
            rows.add(cells);
        });
        List<Block.Cell> last = new ArrayList<>(List.of(Block.Cell.of(""), Block.Cell.of(reference)));
        FIGURES.forEach(
                figure -> last.add(Block.Cell.of(figure.of().applyAsDouble(referenceScore), figure.decimals())));
        rows.add(last);
        return rows;
    }
}
