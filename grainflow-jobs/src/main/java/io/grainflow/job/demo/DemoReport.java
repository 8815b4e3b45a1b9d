package io.grainflow.job.demo;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.Split;
import io.grainflow.report.Block;
import io.grainflow.report.Block.Cell;
import io.grainflow.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo's findings as a page. */
final class DemoReport {
    private static final int CHANNELS = 3;

    private DemoReport() {}

    static Report of(DemoFindings findings) {
        DemoResult result = findings.result();
        return new Report(
                "Learning a camera's noise",
                summary(findings),
                List.of(
                        new Report.Fact(
                                "NLL, Gaussian noise",
                                format("%.3f nats/dim", result.gaussian().nllNatsPerDim())),
                        new Report.Fact(
                                "NLL, NAFlow",
                                format("%.3f nats/dim", result.naflow().nllNatsPerDim())),
                        new Report.Fact(
                                "KLD, Gaussian to NAFlow",
                                format(
                                        "%.4f to %.4f nats",
                                        result.gaussian().kld(), result.naflow().kld())),
                        new Report.Fact(
                                "Denoising gain",
                                format("%+.2f dB", result.denoised().gainDecibels()))),
                List.of(
                        material(findings),
                        new Report.Section("Pictures", List.of(DemoPictures.gallery(findings))),
                        noise(findings),
                        denoiser(findings),
                        again(findings)));
    }

    private static String summary(DemoFindings findings) {
        DemoResult result = findings.result();
        return format(
                "The noise of the virtual camera %s was learned by a normalizing flow from photographs, and a denoiser was"
                        + " trained on the flow's synthetic noise alone; it has never seen a real noisy picture. On scenes that"
                        + " nothing was learned from, the flow's noise differs from the camera's by %.3f in its spatial"
                        + " correlation, where white noise differs by %.3f, and the denoiser lifts pictures from %.2f to"
                        + " %.2f dB.",
                result.camera(),
                result.naflow().noiseCorrelationDistance(),
                result.heteroscedastic().noiseCorrelationDistance(),
                result.denoised().before().psnrDecibels(),
                result.denoised().after().psnrDecibels());
    }

    private static Report.Section material(DemoFindings findings) {
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
                                        + " natural images, lettering, charts) at three ISO settings, as finished 8-bit"
                                        + " pictures. Its sensor has photon noise, read noise with heavy tails, row noise, a"
                                        + " fixed pattern and a converter of 10 bits; then come demosaicking, white balance,"
                                        + " tone curve, sharpening or smoothing, and JPEG. Scenes are split as wholes.",
                                findings.scenes())),
                        new Block.Table(
                                "Scenes and pairs of each part, and what they are used for.",
                                List.of("part", "scenes", "pairs", "used for"),
                                rows)));
    }

    private static Report.Section noise(DemoFindings findings) {
        DemoResult result = findings.result();
        return new Report.Section(
                "The noise",
                List.of(
                        new Block.Paragraph(format(
                                "The Gaussian model knows one standard deviation per colour and ISO. The heteroscedastic one"
                                        + " (camera noise level function) knows that light comes in photons: variance ="
                                        + " b1 * x + b2 over the clean value x. NAFlow is a normalizing flow, trained for %d"
                                        + " steps: it turns a noisy picture, given the clean one, into a latent of independent"
                                        + " Gaussians, one set per camera and ISO, and back; so it knows how pixels and"
                                        + " colours go together.",
                                result.flowTraining().steps())),
                        DemoCharts.histograms(findings),
                        DemoCharts.levels(findings),
                        DemoCharts.correlations(findings),
                        LatentView.of(findings.flow(), findings.test()),
                        NoiseTables.compared(
                                "Synthetic noise held against the camera's on held-out scenes; lower is better throughout. NLL:"
                                        + " negative log-likelihood of the real noise. Correlation distance: mean absolute"
                                        + " difference of the noise correlation maps. KLD: KL divergence of the noise"
                                        + " histograms in nats (bins of 1/128), synthetic noise as it is, and rounded to 8 bit"
                                        + " as files are. AKLD: KL divergence of local variances in nats; it compares two"
                                        + " single pictures, and noise in blotches differs more from place to place, so that"
                                        + " even a second photograph by the same camera does not come near 0.",
                                models(result),
                                "second photograph",
                                result.secondShotNoise()),
                        new Block.Charts(
                                "Training of the flow: code length of the patches, and of the validation scenes, in bits per"
                                        + " value (the less, the better the noise is known).",
                                TrainingCharts.of(result.flowTraining(), CHANNELS))));
    }

    private static Map<String, NoiseEvaluation> models(DemoResult result) {
        Map<String, NoiseEvaluation> models = new LinkedHashMap<>();
        models.put("Gaussian", result.gaussianNoise());
        models.put("heteroscedastic", result.heteroscedasticNoise());
        models.put("NAFlow", result.naflowNoise());
        return models;
    }

    private static Report.Section denoiser(DemoFindings findings) {
        DemoResult result = findings.result();
        List<List<Cell>> rows = new ArrayList<>();
        for (DenoiserEvaluation.CaptureScore capture : result.denoising().captures()) {
            rows.add(denoiserRow("ISO " + capture.iso(), capture.change()));
        }
        rows.add(denoiserRow("all", result.denoised()));
        return new Report.Section(
                "The denoiser",
                List.of(
                        new Block.Paragraph(format(
                                "A DnCNN of %d layers and %d features, trained for %d steps on clean patches with noise that"
                                        + " the flow makes on the fly.",
                                DemoTraining.network().depth(),
                                DemoTraining.network().features(),
                                result.training().steps())),
                        new Block.Charts(
                                "Training: mean squared error of the patches, and PSNR of the validation scenes with"
                                        + " synthetic noise.",
                                TrainingCharts.of(result.training())),
                        new Block.Table(
                                "Held-out scenes, real camera noise, before and after the denoiser.",
                                List.of("", "PSNR dB", "after", "gain dB", "SSIM", "after"),
                                rows)));
    }

    private static List<Cell> denoiserRow(String name, DenoiserEvaluation.Change change) {
        return List.of(
                Cell.of(name),
                Cell.of(change.before().psnrDecibels(), 2),
                Cell.of(change.after().psnrDecibels(), 2).asBest(),
                Cell.of(change.gainDecibels(), 2),
                Cell.of(change.before().ssim(), 3),
                Cell.of(change.after().ssim(), 3).asBest());
    }

    private static Report.Section again(DemoFindings findings) {
        return new Report.Section(
                "Again, and with your own pictures",
                List.of(
                        new Block.Commands(List.of(
                                format(
                                        "grainflow demo --minutes %s --seed %d",
                                        number(findings.minutes()),
                                        findings.seed().value()),
                                "grainflow train noise naflow --data pairs --minutes 45 --out noise.safetensors",
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
