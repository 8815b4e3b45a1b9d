package io.grainflow.job.demo;

import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.report.Chart;
import java.util.ArrayList;
import java.util.List;

/** Charts of the course of a training. */
final class TrainingCharts {
    private TrainingCharts() {}

    /**
     * Charts of training a flow.
     *
     * @param channels number of channels of the images; losses are per pixel, figures per value
     */
    static List<Chart> of(FlowTraining training, int channels) {
        List<Chart.Series> series = new ArrayList<>();
        series.add(new Chart.Series(
                "training",
                Chart.Style.LINE,
                1,
                training.losses().stream().map(loss -> (double) loss.step()).toList(),
                training.losses().stream()
                        .map(loss -> loss.lossMean() / channels)
                        .toList()));
        if (!training.validations().isEmpty()) {
            series.add(new Chart.Series(
                    "validation scenes",
                    Chart.Style.POINTS,
                    2,
                    training.validations().stream()
                            .map(one -> (double) one.step())
                            .toList(),
                    training.validations().stream()
                            .map(FlowTraining.Validation::bitsPerDim)
                            .toList()));
        }
        return List.of(new Chart.Lines("Code length", "step", "bits per value", false, series));
    }

    /** Charts of training a denoiser. */
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
        return List.of(loss, psnr(training.validations()));
    }

    private static Chart psnr(List<DenoiserTraining.Validation> validations) {
        List<Double> steps =
                validations.stream().map(one -> (double) one.step()).toList();
        Chart.Series noisy = new Chart.Series(
                "noisy",
                Chart.Style.DASHED,
                0,
                steps,
                validations.stream()
                        .map(DenoiserTraining.Validation::psnrDecibelsBefore)
                        .toList());
        Chart.Series denoised = new Chart.Series(
                "denoised",
                Chart.Style.LINE,
                1,
                steps,
                validations.stream()
                        .map(DenoiserTraining.Validation::psnrDecibels)
                        .toList());
        return new Chart.Lines("Validation", "step", "PSNR (dB)", false, List.of(noisy, denoised));
    }
}
