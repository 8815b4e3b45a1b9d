package io.grainflow.job;

import io.grainflow.report.Chart;
import java.util.List;

/** How a training went. */
final class TrainingCharts {
    private TrainingCharts() {}

    static List<Chart> of(DenoiserTraining training) {
        List<Double> steps =
                training.losses().stream().map(loss -> (double) loss.step()).toList();
        Chart loss = new Chart.Lines(
                "Loss",
                "step",
                "mean squared error",
                true,
                List.of(new Chart.Series(
                        "training",
                        Chart.Style.LINE,
                        1,
                        steps,
                        training.losses().stream()
                                .map(DenoiserTraining.Loss::lossMean)
                                .toList())));
        if (training.validations().isEmpty()) {
            return List.of(loss);
        }
        List<Double> validated =
                training.validations().stream().map(one -> (double) one.step()).toList();
        Chart psnr = new Chart.Lines(
                "Validation",
                "step",
                "PSNR (dB)",
                false,
                List.of(
                        new Chart.Series(
                                "noisy",
                                Chart.Style.DASHED,
                                0,
                                validated,
                                training.validations().stream()
                                        .map(DenoiserTraining.Validation::psnrDecibelsBefore)
                                        .toList()),
                        new Chart.Series(
                                "denoised",
                                Chart.Style.LINE,
                                1,
                                validated,
                                training.validations().stream()
                                        .map(DenoiserTraining.Validation::psnrDecibels)
                                        .toList())));
        return List.of(loss, psnr);
    }
}
