package io.grainflow.cli.command;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;

/** Results of evaluations as tables. */
final class FigureTables {
    private FigureTables() {}

    static String noise(NoiseEvaluation evaluation) {
        Table table =
                new Table("camera", "ISO", "images", "nllNatsPerDim", "kld", "kldQuantised", "akld", "corrDistance");
        for (NoiseEvaluation.CaptureScore capture : evaluation.captures()) {
            noiseRow(table, capture.camera(), capture.iso(), capture.images(), capture.score());
        }
        noiseRow(table, "average of images", "", evaluation.images().size(), evaluation.average());
        noiseRow(table, "average of captures", "", "", evaluation.averageOverCaptures());
        return table.toString();
    }

    private static void noiseRow(Table table, String camera, Object iso, Object images, NoiseScore score) {
        table.row(
                camera,
                iso,
                images,
                score.nllNatsPerDim(),
                score.kld(),
                score.kldQuantised(),
                score.akld(),
                score.noiseCorrelationDistance());
    }

    static String denoiser(DenoiserEvaluation evaluation) {
        Table table = new Table("camera", "ISO", "images", "PSNR before", "after", "gain dB", "SSIM before", "after");
        for (DenoiserEvaluation.CaptureScore capture : evaluation.captures()) {
            denoiserRow(
                    table,
                    capture.camera(),
                    capture.iso(),
                    capture.images(),
                    new DenoiserEvaluation.Change(capture.before(), capture.after(), capture.gainDecibels()));
        }
        denoiserRow(table, "average of images", "", evaluation.images().size(), evaluation.average());
        denoiserRow(table, "average of captures", "", "", evaluation.averageOverCaptures());
        return table.toString();
    }

    private static void denoiserRow(
            Table table, String camera, Object iso, Object images, DenoiserEvaluation.Change change) {
        table.row(
                camera,
                iso,
                images,
                change.before().psnrDecibels(),
                change.after().psnrDecibels(),
                change.gainDecibels(),
                change.before().ssim(),
                change.after().ssim());
    }
}
