package io.grainflow.job;

import io.grainflow.pair.PairEntry;
import io.grainflow.pair.Split;
import io.grainflow.report.Block;
import io.grainflow.report.Block.Cell;
import io.grainflow.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo's findings as a page. */
final class DemoReport {
    private DemoReport() {}

    static Report of(Demo.Findings findings) {
        DemoResult result = findings.result();
        return new Report(
                "Learning a camera's noise",
                summary(findings),
                List.of(
                        new Report.Fact(
                                "KLD, Gaussian noise",
                                format("%.4f nats", result.gaussian().kld())),
                        new Report.Fact(
                                "KLD, heteroscedastic noise",
                                format("%.4f nats", result.heteroscedastic().kld())),
                        new Report.Fact(
                                "Denoising gain, raw",
                                format("%+.2f dB", result.raw().gainDecibels())),
                        new Report.Fact(
                                "Denoising gain, developed",
                                format("%+.2f dB", result.developed().gainDecibels()))),
                List.of(
                        material(findings),
                        new Report.Section("Pictures", List.of(DemoPictures.gallery(findings))),
                        noise(findings),
                        denoiser(findings),
                        again(findings)));
    }

    private static String summary(Demo.Findings findings) {
        DemoResult result = findings.result();
        return format(
                "Two models of the noise of the virtual camera %s were learned from raw pictures, and a denoiser was trained"
                        + " on synthetic noise of the better one alone; it has never seen a real noisy picture. On scenes that"
                        + " nothing was learned from, the noise level function comes %.1f times as near to the camera's noise"
                        + " as white Gaussian noise (KLD %.4f against %.4f nats), and the denoiser lifts raw pictures from"
                        + " %.2f to %.2f dB.",
                result.camera(),
                result.gaussian().kld() / result.heteroscedastic().kld(),
                result.heteroscedastic().kld(),
                result.gaussian().kld(),
                result.raw().before().psnrDecibels(),
                result.raw().after().psnrDecibels());
    }

    private static Report.Section material(Demo.Findings findings) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Split part : Split.values()) {
            List<PairEntry> entries = findings.split().getOrDefault(part, List.of());
            rows.add(List.of(
                    Cell.of(part.name().toLowerCase(Locale.ROOT)),
                    Cell.of(Long.toString(
                            entries.stream().map(PairEntry::scene).distinct().count())),
                    Cell.of(Integer.toString(entries.size())),
                    Cell.of(
                            switch (part) {
                                case TRAIN -> "noise models, denoiser";
                                case VALIDATION -> "noise models; measures the denoiser during training";
                                case TEST -> "every figure of this page";
                            })));
        }
        return new Report.Section(
                "Data",
                List.of(
                        new Block.Paragraph(format(
                                "The virtual camera photographs %d generated scenes (dead leaves with the statistics of"
                                        + " natural images, lettering, charts) at three ISO settings, as raw: four colour"
                                        + " planes, linear, white = 1. Its sensor has photon noise, read noise with heavy"
                                        + " tails, row noise, a fixed pattern, and a 12-bit converter. Scenes are split as"
                                        + " wholes. Pictures on this page are developed by the camera for viewing.",
                                findings.scenes())),
                        new Block.Table(
                                "Scenes and pairs of each part, and what they are used for.",
                                List.of("part", "scenes", "pairs", "used for"),
                                rows)));
    }

    private static Report.Section noise(Demo.Findings findings) {
        return new Report.Section(
                "The noise",
                List.of(
                        new Block.Paragraph(
                                "The Gaussian model knows one standard deviation per colour plane and ISO. The"
                                        + " heteroscedastic one knows that light comes in photons: variance = b1 * x + b2 over"
                                        + " the clean value x, fitted by maximum likelihood. Neither knows rows, tails or the"
                                        + " fixed pattern."),
                        DemoCharts.histograms(findings),
                        DemoCharts.levels(findings),
                        DemoCharts.correlations(findings),
                        NoiseTables.compared(Map.of(
                                "Gaussian", findings.result().gaussianNoise(),
                                "heteroscedastic", findings.result().heteroscedasticNoise()))));
    }

    private static Report.Section denoiser(Demo.Findings findings) {
        DemoResult result = findings.result();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < result.rawDenoising().captures().size(); i++) {
            DenoiserEvaluation.CaptureScore raw =
                    result.rawDenoising().captures().get(i);
            DenoiserEvaluation.CaptureScore developed =
                    result.developedDenoising().captures().get(i);
            rows.add(denoiserRow("ISO " + raw.iso(), raw.change(), developed.change()));
        }
        rows.add(denoiserRow("all", result.raw(), result.developed()));
        return new Report.Section(
                "The denoiser",
                List.of(
                        new Block.Paragraph(format(
                                "A DnCNN of %d layers and %d features, trained for %d steps on clean raw patches with noise"
                                        + " that the heteroscedastic model makes on the fly.",
                                findings.network().depth(),
                                findings.network().features(),
                                findings.training().steps())),
                        new Block.Charts(
                                "Training: mean squared error of the patches, and PSNR of the validation scenes with"
                                        + " synthetic noise.",
                                TrainingCharts.of(findings.training())),
                        new Block.Table(
                                "Held-out scenes, real camera noise, before and after the denoiser: raw values, and the"
                                        + " 8-bit pictures developed from them.",
                                List.of("", "raw PSNR dB", "after", "developed PSNR dB", "after", "SSIM", "after"),
                                rows)));
    }

    private static List<Cell> denoiserRow(
            String name, DenoiserEvaluation.Change raw, DenoiserEvaluation.Change developed) {
        return List.of(
                Cell.of(name),
                Cell.of(raw.before().psnrDecibels(), 2),
                Cell.of(raw.after().psnrDecibels(), 2).asBest(),
                Cell.of(developed.before().psnrDecibels(), 2),
                Cell.of(developed.after().psnrDecibels(), 2).asBest(),
                Cell.of(developed.before().ssim(), 3),
                Cell.of(developed.after().ssim(), 3).asBest());
    }

    private static Report.Section again(Demo.Findings findings) {
        return new Report.Section(
                "Again, and with your own pictures",
                List.of(
                        new Block.Commands(List.of(
                                format(
                                        "grainflow demo --minutes %s --seed %d",
                                        number(findings.minutes()),
                                        findings.seed().value()),
                                "grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
                                "grainflow train denoiser dncnn --data pairs --noise noise.safetensors --minutes 30 --out"
                                        + " dncnn.safetensors",
                                "grainflow evaluate denoiser --model dncnn.safetensors --data pairs --split test",
                                "grainflow denoise --model dncnn.safetensors --images photos --out clean")),
                        new Block.Paragraph(
                                "The models of this page lie beside it as safetensors files; results.json holds all figures.")));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
