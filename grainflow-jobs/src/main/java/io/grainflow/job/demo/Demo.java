package io.grainflow.job.demo;

import io.grainflow.denoise.Denoiser;
import io.grainflow.file.AtomicFile;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.VirtualPairs;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobJson;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.job.train.NoiseFit;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.naflow.NaFlowNoise;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.Split;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.report.ReportPage;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The pipeline from end to end without any user data. A virtual camera photographs generated scenes. Its noise is learned
 * by a flow, and by two simpler models for comparison. A denoiser is trained on the flow's synthetic noise alone. All are evaluated
 * on real pictures of held-out scenes.
 *
 * @param out folder of models, figures, pictures and report
 * @param minutes time budget of the whole demo
 */
public record Demo(Path out, double minutes, Seed seed, OverwritePolicy existing, ComputeOptions compute)
        implements Job<DemoResult>, ComputeSettings<Demo> {
    /** Shortest and longest useful time. */
    public static final double LEAST_MINUTES = 0.25;

    public static final double MOST_MINUTES = 600;

    private static final String REPORT = "report.html";
    private static final String RESULTS = "results.json";
    private static final String FLOW = "naflow";
    private static final String DENOISER = "denoiser";
    private static final String CAMERA = "vc-phone";
    private static final List<Integer> ISOS = List.of(800, 1600, 3200);
    private static final int SCENES = 30;
    private static final int SIZE = 256;
    /** Time for evaluations and report at the end, with a margin for a machine that slows down. */
    private static final double RESERVE_SECONDS = 14;

    private static final double RESERVE_SHARE = 0.06;
    private static final double SHORTEST_TRAINING = 0.05;
    /** Share of the training time that the flow gets. */
    private static final double FLOW_SHARE = 0.45;

    public Demo {
        existing = existing.forOne();
        if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
            throw new InputException(
                    "minutes",
                    "expects " + LEAST_MINUTES + " to " + MOST_MINUTES + ", got " + minutes,
                    "change `minutes`");
        }
    }

    /** Five minutes, into the folder grainflow-demo. */
    public static Demo defaults() {
        return new Demo(Path.of("grainflow-demo"), 5, new Seed(0), OverwritePolicy.REFUSE, ComputeOptions.defaults());
    }

    public Demo out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public Demo minutes(double minutes) {
        return RecordFields.with(this, "minutes", minutes);
    }

    public Demo seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    public Demo existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public Demo compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public DemoResult execute(Monitor monitor) {
        long start = System.nanoTime();
        checkTargets();
        Device device = compute.inference().device();
        VirtualPairs source = new VirtualPairs(captures(), SCENES, SIZE, PixelDomain.SRGB, seed);
        Map<Split, List<PairEntry>> split = Data.scenes(source);
        NoiseFit fit = learn(source, split, monitor);
        NoiseEvaluation gaussian = evaluate("gaussian", fit.model(TrainNoise.Kind.GAUSSIAN), split, monitor);
        NoiseEvaluation heteroscedastic =
                evaluate("heteroscedastic", fit.model(TrainNoise.Kind.HETEROSCEDASTIC), split, monitor);
        DemoTraining trainings = new DemoTraining(data(source, split, monitor), seed, device, compute);
        FlowTraining flowTraining = trainings.flow(file(FLOW), FLOW_SHARE * left(start), monitor);
        try (NaFlowNoise flow = flow()) {
            NoiseEvaluation naflow = evaluate(FLOW, flow, split, monitor);
            DenoiserTraining training =
                    trainings.denoiser(flow, FileHash.sha256(file(FLOW)), file(DENOISER), left(start), monitor);
            try (Denoiser denoiser = Models.denoiser(Models.readDenoiser(file(DENOISER)), compute.inference())) {
                DemoResult result = result(
                        List.of(gaussian, heteroscedastic, naflow, secondShots(split, monitor)),
                        flowTraining,
                        training,
                        DenoiserEvaluation.of(restore(denoiser, split, monitor)));
                monitor.on(new Event.Note("writing the report"));
                write(findings(split, fit, flow, denoiser, result));
                return result;
            }
        }
    }

    private DemoFindings findings(
            Map<Split, List<PairEntry>> split, NoiseFit fit, NaFlowNoise flow, Denoiser denoiser, DemoResult result) {
        return new DemoFindings(
                seed,
                minutes,
                SCENES,
                split,
                fit,
                fit.model(TrainNoise.Kind.GAUSSIAN),
                fit.model(TrainNoise.Kind.HETEROSCEDASTIC),
                flow,
                denoiser,
                result);
    }

    private static DemoResult result(
            List<NoiseEvaluation> noise,
            FlowTraining flowTraining,
            DenoiserTraining training,
            DenoiserEvaluation denoising) {
        return new DemoResult(
                CAMERA,
                noise.get(0).average(),
                noise.get(1).average(),
                noise.get(2).average(),
                noise.get(3).average(),
                denoising.average(),
                noise.get(0),
                noise.get(1),
                noise.get(2),
                noise.get(3),
                flowTraining,
                training,
                denoising,
                noise.stream().mapToInt(NoiseEvaluation::failed).sum() + training.failed() + denoising.failed());
    }

    private void write(DemoFindings findings) {
        AtomicFile.writeText(out.resolve(RESULTS), JobJson.write(Provenance.VERSION, this, findings.result()) + "\n");
        AtomicFile.writeText(out.resolve(REPORT), ReportPage.html(DemoReport.of(findings)));
    }

    private void checkTargets() {
        Targets.folder(out);
        List<Path> files =
                new ArrayList<>(List.of(out.resolve(REPORT), out.resolve(RESULTS), file(FLOW), file(DENOISER)));
        for (TrainNoise.Kind kind : TrainNoise.Kind.values()) {
            files.add(file(kind.word()));
        }
        List<Path> present = files.stream().filter(Files::exists).toList();
        if (!present.isEmpty() && existing == OverwritePolicy.REFUSE) {
            throw new InputException(
                    present.get(0).toString(),
                    "is already there, of an earlier demo",
                    "give `existing=replace`, or another folder with `out`");
        }
    }

    /** Minutes for trainings: the rest of the budget minus the time for later steps. */
    private double left(long start) {
        double used = (System.nanoTime() - start) / 6e10;
        return Math.max(SHORTEST_TRAINING, minutes * (1 - RESERVE_SHARE) - RESERVE_SECONDS / 60 - used);
    }

    private BatchRunner<DenoiserEvaluation.ImageScore> restore(
            Denoiser denoiser, Map<Split, List<PairEntry>> split, Monitor monitor) {
        List<PairEntry> test = split.getOrDefault(Split.TEST, List.of());
        return BatchRunner.inTurn("denoise held-out pictures", test, PairEntry::name, monitor, entry -> {
            NoisyPair pair = entry.load();
            return DenoiserEvaluation.score(
                    entry.name(),
                    entry.scene(),
                    entry.capture(),
                    pair.clean(),
                    pair.noisy(),
                    denoiser.denoise(pair.noisy()));
        });
    }

    /** Held-out scenes photographed once more. */
    private NoiseEvaluation secondShots(Map<Split, List<PairEntry>> split, Monitor monitor) {
        Map<String, PairEntry> again = new HashMap<>();
        // everything else uses the first shot; the last one replaces it here
        new VirtualPairs(captures(), SCENES, 2, SIZE, PixelDomain.SRGB, seed)
                .entries()
                .forEach(entry -> again.put(place(entry), entry));
        List<PairEntry> test = split.getOrDefault(Split.TEST, List.of());
        return NoiseEvaluation.of(
                BatchRunner.together("photograph again", test, PairEntry::name, monitor, compute, entry -> {
                    PairEntry second = Objects.requireNonNull(again.get(place(entry)));
                    return NoiseScoring.score(entry, entry.load(), second.load().noisy(), Double.NaN);
                }),
                0);
    }

    private static String place(PairEntry entry) {
        return entry.scene() + " " + entry.capture();
    }

    private Path file(String model) {
        return out.resolve(model + ".safetensors");
    }

    private static List<Capture> captures() {
        return ISOS.stream().map(iso -> Capture.of(CAMERA, iso)).toList();
    }

    private NoiseFit learn(VirtualPairs source, Map<Split, List<PairEntry>> split, Monitor monitor) {
        List<PairEntry> learned = new ArrayList<>(split.getOrDefault(Split.TRAIN, List.of()));
        learned.addAll(split.getOrDefault(Split.VALIDATION, List.of()));
        NoiseFit fit = NoiseFit.read(learned, compute, monitor);
        for (TrainNoise.Kind kind : TrainNoise.Kind.values()) {
            Provenance provenance =
                    Provenance.of(Map.of("demo", kind.word()), seed.value(), source.fingerprint(), Map.of());
            fit.file(kind, provenance).write(file(kind.word()));
        }
        return fit;
    }

    private TrainingData data(VirtualPairs source, Map<Split, List<PairEntry>> split, Monitor monitor) {
        return TrainingData.read(
                split.getOrDefault(Split.TRAIN, List.of()),
                split.getOrDefault(Split.VALIDATION, List.of()),
                source.fingerprint(),
                Runtime.getRuntime().maxMemory() / 2,
                compute.threads(),
                monitor);
    }

    private NaFlowNoise flow() {
        return (NaFlowNoise) Models.noise(Models.readNoise(file(FLOW)), compute.inference());
    }

    private NoiseEvaluation evaluate(
            String name, NoiseModel model, Map<Split, List<PairEntry>> split, Monitor monitor) {
        monitor.on(new Event.Note("the " + name + " model against held-out scenes"));
        return NoiseScoring.evaluate(
                model, Sampling.METADATA, split.getOrDefault(Split.TEST, List.of()), seed, compute, monitor);
    }
}
