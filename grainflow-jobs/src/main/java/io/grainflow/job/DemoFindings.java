package io.grainflow.job;

import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.metric.Psnr;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.report.Block;
import io.grainflow.report.Chart;
import io.grainflow.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the demo found, and the page that tells it. */
record DemoFindings(
        Demo demo,
        NoiseTraining learned,
        NoiseEvaluation gaussian,
        NoiseEvaluation heteroscedastic,
        DenoiserTraining training,
        DenoiserEvaluation denoiser) {
    private static final int CROP = 96;

    Report report(double minutes) {
        Path pairs = demo.out().resolve("pairs");
        Data data = Demo.heldOut(pairs);
        List<PairEntry> test = data.entries(data.open());
        Map<Capture, PairEntry> examples = new TreeMap<>();
        test.forEach(entry -> examples.putIfAbsent(entry.capture(), entry));
        NoiseModel gaussianModel = Models.noise(Models.readNoise(demo.noiseFile(TrainNoise.Kind.GAUSSIAN)));
        NoiseModel model = Models.noise(Models.readNoise(demo.noiseFile(TrainNoise.Kind.HETEROSCEDASTIC)));
        NoiseCharts charts =
                new NoiseCharts(test, Map.of("Gaussian", gaussianModel, "heteroscedastic", model), demo.seed());
        return new Report(
                "The noise of three virtual cameras: learned, synthesised, removed",
                summary(),
                facts(),
                List.of(
                        new Report.Section("Pictures", List.of(gallery(examples.values(), model))),
                        new Report.Section("The noise, real and synthetic", noise(charts)),
                        new Report.Section("The denoiser", denoising()),
                        new Report.Section("How it was made", origin(test, minutes))));
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "Three virtual cameras at two ISO settings photographed generated scenes. From training scenes a noise level"
                        + " function was learned per camera and ISO; a denoiser was trained on noise drawn from it, and never"
                        + " saw a real noisy picture. On scenes held out, the synthetic noise is %.1f times closer to the real"
                        + " noise than Gaussian noise of equal strength (KL divergence), and the denoiser gains %.1f dB.",
                gaussian.average().kld() / heteroscedastic.average().kld(),
                denoiser.average().gainDecibels());
    }

    private List<Report.Fact> facts() {
        DenoiserEvaluation.Change change = denoiser.average();
        return List.of(
                fact(
                        "KL divergence, heteroscedastic (nats)",
                        "%.4f",
                        heteroscedastic.average().kld()),
                fact(
                        "KL divergence, Gaussian (nats)",
                        "%.4f",
                        gaussian.average().kld()),
                fact("PSNR of the noisy pictures", "%.2f dB", change.before().psnrDecibels()),
                fact("PSNR of the denoised pictures", "%.2f dB", change.after().psnrDecibels()),
                fact("gain", "%+.2f dB", change.gainDecibels()));
    }

    private static Report.Fact fact(String label, String format, double value) {
        return new Report.Fact(label, String.format(Locale.ROOT, format, value));
    }

    private Block gallery(Iterable<PairEntry> examples, NoiseModel model) {
        Denoiser network = Models.denoiser(
                Models.readDenoiser(demo.denoiserFile()), demo.engine().start());
        List<Block.Row> rows = new ArrayList<>();
        for (PairEntry entry : examples) {
            NoisyPair pair = entry.load();
            Image synthetic = model.sampleNoisy(
                            pair.clean(),
                            pair.capture(),
                            demo.seed().child("sample").child(entry.name()))
                    .quantised(255);
            Image denoised = network.denoise(pair.noisy()).quantised(255);
            rows.add(new Block.Row(
                    pair.capture() + ", " + entry.scene(),
                    List.of(
                            picture("clean", "", pair.clean()),
                            picture("real noisy", psnr(pair.clean(), pair.noisy()), pair.noisy()),
                            picture("synthetic noisy", psnr(pair.clean(), synthetic), synthetic),
                            picture("denoised", psnr(pair.clean(), denoised), denoised))));
        }
        return new Block.Gallery(
                "Scenes that were held out, one per camera and ISO. The synthetic picture has the noise that was learned, on"
                        + " the clean picture; the denoised one is made from the real noisy picture.",
                rows);
    }

    private static Block.Picture picture(String label, String note, Image image) {
        int height = Math.min(CROP, image.height());
        int width = Math.min(CROP, image.width());
        return new Block.Picture(
                label, note, image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width));
    }

    private static String psnr(Image clean, Image image) {
        return String.format(Locale.ROOT, "%.2f dB", Psnr.decibels(clean, image, 1));
    }

    private List<Block> noise(NoiseCharts charts) {
        return List.of(
                NoiseTables.compared(Map.of("Gaussian", gaussian, "heteroscedastic", heteroscedastic)),
                new Block.Charts(
                        "How often each noise value occurs, on a logarithmic scale: real noise (dots) and synthetic noise"
                                + " (lines), at the highest ISO of each camera. Noise that depends on the signal has a sharper"
                                + " peak and heavier tails than one Gaussian.",
                        charts.histograms()),
                new Block.Charts(
                        "Noise level: standard deviation against the clean value. Dots are measured on the held-out pairs,"
                                + " lines are what was learned from the training scenes.",
                        charts.levels(learned)),
                new Block.Charts(
                        "Correlation of the noise with itself at neighbouring pixels. Demosaicking and JPEG spread real noise"
                                + " over neighbours; both models here draw every pixel on its own.",
                        correlations()));
    }

    private List<Chart> correlations() {
        List<Chart> maps = new ArrayList<>();
        Optional<NoiseEvaluation.CaptureScore> strongest =
                heteroscedastic.captures().stream().reduce((a, b) -> b.iso() >= a.iso() ? b : a);
        strongest.ifPresent(score -> {
            String name = score.camera() + " ISO " + score.iso();
            maps.add(NoiseCharts.map(name + ", real", score.realCorrelation()));
            maps.add(NoiseCharts.map(name + ", synthetic", score.syntheticCorrelation()));
        });
        return maps;
    }

    private List<Block> denoising() {
        return List.of(
                NoiseTables.restored(denoiser),
                new Block.Charts(
                        "Training: mean squared error of synthetic patches, and PSNR of the validation scenes with synthetic"
                                + " noise before and after denoising.",
                        TrainingCharts.of(training)));
    }

    private List<Block> origin(List<PairEntry> test, double minutes) {
        String folder = demo.out().toString();
        return List.of(
                new Block.Paragraph(String.format(
                        Locale.ROOT,
                        "Grainflow %s, seed %d, %d threads, %.1f minutes. %d pairs trained, %d validated, %d (%d scenes) were"
                                + " held out; whole scenes are held out, never parts of one. The denoiser took %d steps.",
                        Provenance.VERSION,
                        demo.seed().value(),
                        demo.engine().threads(),
                        minutes,
                        training.trainingPairs(),
                        training.validationPairs(),
                        test.size(),
                        test.stream().map(PairEntry::scene).distinct().count(),
                        training.steps())),
                new Block.Paragraph("The same with your own photographs: replace the first line by a folder of pairs."),
                new Block.Commands(List.of(
                        "grainflow simulate --out " + folder + "/pairs",
                        "grainflow train noise heteroscedastic --data " + folder + "/pairs --out noise.safetensors",
                        "grainflow evaluate noise --model noise.safetensors --data " + folder + "/pairs --split test",
                        "grainflow train denoiser dncnn --data " + folder
                                + "/pairs --noise noise.safetensors --minutes 30 --out denoiser.safetensors",
                        "grainflow evaluate denoiser --model denoiser.safetensors --data " + folder
                                + "/pairs --split test")));
    }
}
