package io.grainflow.job;

import io.grainflow.report.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Tables of a report. */
final class NoiseTables {
    private NoiseTables() {}

    /** Models beside one another, one row per camera and ISO; the best value of each figure is bold. */
    static Block.Table compared(Map<String, NoiseEvaluation> models) {
        SortedMap<String, NoiseEvaluation> sorted = new TreeMap<>(models);
        List<String> columns = new ArrayList<>(List.of("camera and ISO"));
        for (String figure : List.of("KLD", "AKLD", "correlation distance", "NLL (nats/dim)")) {
            sorted.keySet().forEach(name -> columns.add(figure + ", " + name));
        }
        List<List<Block.Cell>> rows = new ArrayList<>();
        List<NoiseEvaluation> evaluations = List.copyOf(sorted.values());
        for (NoiseEvaluation.CaptureScore first : evaluations.get(0).captures()) {
            rows.add(row(
                    first.camera() + " ISO " + first.iso(),
                    evaluations.stream()
                            .map(evaluation -> score(evaluation, first.camera(), first.iso()))
                            .toList()));
        }
        rows.add(row(
                "mean of all images",
                evaluations.stream().map(NoiseEvaluation::average).toList()));
        return new Block.Table(
                "Synthetic noise held against real noise on held-out scenes; lower is better throughout. KLD: KL divergence of"
                        + " the noise histograms in nats (bins of 1/128, synthetic noise unrounded). AKLD: KL divergence of"
                        + " local variances in nats. Correlation distance: mean absolute difference of the noise correlation"
                        + " maps. NLL: negative log-likelihood of the real noise.",
                columns,
                rows);
    }

    private static NoiseScore score(NoiseEvaluation evaluation, String camera, int iso) {
        return evaluation.captures().stream()
                .filter(capture -> capture.camera().equals(camera) && capture.iso() == iso)
                .map(NoiseEvaluation.CaptureScore::score)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no score of " + camera + " ISO " + iso));
    }

    private static List<Block.Cell> row(String name, List<NoiseScore> scores) {
        List<Block.Cell> cells = new ArrayList<>(List.of(Block.Cell.of(name)));
        cells.addAll(figures(scores, NoiseScore::kld, 4));
        cells.addAll(figures(scores, NoiseScore::akld, 3));
        cells.addAll(figures(scores, NoiseScore::noiseCorrelationDistance, 3));
        cells.addAll(figures(scores, NoiseScore::nllNatsPerDim, 3));
        return cells;
    }

    private static List<Block.Cell> figures(
            List<NoiseScore> scores, ToDoubleFunction<NoiseScore> figure, int decimals) {
        String best = scores.stream()
                .min(Comparator.comparingDouble(figure))
                .map(score ->
                        Block.Cell.of(figure.applyAsDouble(score), decimals).text())
                .orElse("");
        return scores.stream()
                .map(score -> Block.Cell.of(figure.applyAsDouble(score), decimals))
                .map(cell -> cell.text().equals(best) ? cell.asBest() : cell)
                .toList();
    }
}
