package io.grainflow.job;

import io.grainflow.denoise.Denoiser;
import io.grainflow.file.AtomicFile;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.VirtualCamera;
import io.grainflow.isp.VirtualPairs;
import io.grainflow.model.DnCnnSpec;
import io.grainflow.model.Models;
import io.grainflow.model.Provenance;
import io.grainflow.noise.NoiseDensity;
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
import io.grainflow.train.DenoiserTask;
import io.grainflow.train.DenoiserTrainer;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.Start;
import io.grainflow.train.Supervision;
import io.grainflow.train.Target;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingData;
import io.grainflow.train.TrainingNoise;
import io.grainflow.train.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The main job end to end on what the project brings along: a virtual camera takes raw pictures of generated scenes; two
 * noise models are learned; a denoiser is trained on synthetic noise alone; all are held against real pictures of scenes
 * never seen.
 *
 * @param out folder of models, figures, pictures and report
 * @param minutes time for all of it
 */
public record Demo(Path out, double minutes, Seed seed, boolean overwrite, Engine engine) implements Job<DemoResult> {
    /** The least and the most time that make sense. */
    public static final double LEAST_MINUTES = 0.25;

    public static final double MOST_MINUTES = 600;

    private static final String REPORT = "report.html";
    private static final String RESULTS = "results.json";
    private static final String DENOISER = "denoiser";
    private static final String CAMERA = "vc-phone";
    private static final List<Integer> ISOS = List.of(800, 1600, 3200);
    private static final int SCENES = 30;
    private static final int SIZE = 256;
    private static final Map<String, String> NETWORK = Map.of("depth", "8", "features", "32");
    private static final Map<String, String> PLAN = Map.of("patchSize", "32", "emaDecay", "0.99", "validations", "8");
    /** What evaluation and report take at the end, and a margin for a machine that slows down. */
    private static final double RESERVE_SECONDS = 8;

    private static final double RESERVE_SHARE = 0.06;
    private static final double SHORTEST_TRAINING = 0.05;

    /** What the report shows. */
    record Findings(
            VirtualCamera camera,
            Seed seed,
            double minutes,
            int scenes,
            Map<Split, List<PairEntry>> split,
            NoiseFit fit,
            NoiseDensity gaussian,
            NoiseDensity heteroscedastic,
            Denoiser denoiser,
            DnCnnSpec network,
            DenoiserTraining training,
            DemoResult result) {
        List<PairEntry> test() {
            return split.getOrDefault(Split.TEST, List.of());
        }
    }

    @Override
    public DemoResult run(Monitor monitor) {
        long start = System.nanoTime();
        checkTargets();
        Device device = engine.start();
        VirtualPairs source = new VirtualPairs(captures(), SCENES, SIZE, PixelDomain.RAW_PACKED, seed);
        Map<Split, List<PairEntry>> split = Data.scenes(source);
        NoiseFit fit = learn(source, split, monitor);
        NoiseEvaluation gaussian = evaluate(fit, TrainNoise.Kind.GAUSSIAN, split, monitor);
        NoiseEvaluation heteroscedastic = evaluate(fit, TrainNoise.Kind.HETEROSCEDASTIC, split, monitor);
        DenoiserTraining training = train(source, split, device, left(start), monitor);
        Denoiser denoiser = Models.denoiser(Models.readDenoiser(file(DENOISER)), device);
        DemoResult result = result(gaussian, heteroscedastic, training, restore(denoiser, split, monitor));
        monitor.on(new Event.Note("writing the report"));
        Findings findings = new Findings(
                VirtualCamera.named(CAMERA),
                seed,
                minutes,
                SCENES,
                split,
                fit,
                fit.model(TrainNoise.Kind.GAUSSIAN),
                fit.model(TrainNoise.Kind.HETEROSCEDASTIC),
                denoiser,
                network(),
                training,
                result);
        AtomicFile.writeText(out.resolve(RESULTS), JobJson.write("demo", Provenance.VERSION, this, result) + "\n");
        AtomicFile.writeText(out.resolve(REPORT), ReportPage.html(DemoReport.of(findings)));
        return result;
    }

    private void checkTargets() {
        Targets.folder(out);
        List<Path> files = new ArrayList<>(List.of(out.resolve(REPORT), out.resolve(RESULTS), file(DENOISER)));
        for (TrainNoise.Kind kind : TrainNoise.Kind.values()) {
            files.add(file(kind.word()));
        }
        List<Path> present = files.stream().filter(Files::exists).toList();
        if (!present.isEmpty() && !overwrite) {
            throw new InputException(
                    present.get(0).toString(),
                    "is already there, of an earlier demo",
                    "give --overwrite, or another folder with --out");
        }
    }

    /** Minutes for the training: what remains of the budget, less what comes after it. */
    private double left(long start) {
        double used = (System.nanoTime() - start) / 6e10;
        return Math.max(SHORTEST_TRAINING, minutes * (1 - RESERVE_SHARE) - RESERVE_SECONDS / 60 - used);
    }

    /** A restored picture's scores: of the raw values, and of what the camera develops from them. */
    private record Restored(DenoiserEvaluation.ImageScore raw, DenoiserEvaluation.ImageScore developed) {}

    private Items<Restored> restore(Denoiser denoiser, Map<Split, List<PairEntry>> split, Monitor monitor) {
        VirtualCamera camera = VirtualCamera.named(CAMERA);
        List<PairEntry> test = split.getOrDefault(Split.TEST, List.of());
        return Items.inTurn("denoise held-out pictures", test, PairEntry::name, monitor, entry -> {
            NoisyPair pair = entry.load();
            Image denoised = denoiser.denoise(pair.noisy());
            return new Restored(
                    score(entry, pair.clean(), pair.noisy(), denoised),
                    score(entry, camera.develop(pair.clean()), camera.develop(pair.noisy()), camera.develop(denoised)));
        });
    }

    private static DenoiserEvaluation.ImageScore score(PairEntry entry, Image clean, Image noisy, Image denoised) {
        return DenoiserEvaluation.score(entry.name(), entry.scene(), entry.capture(), clean, noisy, denoised);
    }

    private static DemoResult result(
            NoiseEvaluation gaussian,
            NoiseEvaluation heteroscedastic,
            DenoiserTraining training,
            Items<Restored> restored) {
        DenoiserEvaluation raw = DenoiserEvaluation.of(
                new Items<>(restored.done().stream().map(Restored::raw).toList(), restored.failures()));
        DenoiserEvaluation developed = DenoiserEvaluation.of(
                new Items<>(restored.done().stream().map(Restored::developed).toList(), restored.failures()));
        return new DemoResult(
                CAMERA,
                gaussian.average(),
                heteroscedastic.average(),
                raw.average(),
                developed.average(),
                gaussian,
                heteroscedastic,
                training,
                raw,
                developed,
                gaussian.failed() + heteroscedastic.failed() + training.failed() + raw.failed());
    }

    private Path file(String model) {
        return out.resolve(model + ".safetensors");
    }

    private static List<Capture> captures() {
        return ISOS.stream().map(iso -> Capture.of(CAMERA, iso)).toList();
    }

    /** Small enough that some thousand steps fit into minutes on two cores. */
    private static DnCnnSpec network() {
        return RecordSettings.with(DnCnnSpec.defaults(4), NETWORK);
    }

    private NoiseFit learn(VirtualPairs source, Map<Split, List<PairEntry>> split, Monitor monitor) {
        List<PairEntry> learned = new ArrayList<>(split.getOrDefault(Split.TRAIN, List.of()));
        learned.addAll(split.getOrDefault(Split.VALIDATION, List.of()));
        NoiseFit fit = NoiseFit.read(learned, engine, monitor);
        for (TrainNoise.Kind kind : TrainNoise.Kind.values()) {
            Provenance provenance =
                    Provenance.of(Map.of("demo", kind.word()), seed.value(), source.fingerprint(), Map.of());
            fit.file(kind, provenance).write(file(kind.word()));
        }
        return fit;
    }

    private NoiseEvaluation evaluate(
            NoiseFit fit, TrainNoise.Kind kind, Map<Split, List<PairEntry>> split, Monitor monitor) {
        monitor.on(new Event.Note("the " + kind.word() + " model against held-out scenes"));
        return EvaluateNoise.evaluate(
                fit.model(kind), Sampling.METADATA, split.getOrDefault(Split.TEST, List.of()), seed, engine, monitor);
    }

    private DenoiserTraining train(
            VirtualPairs source, Map<Split, List<PairEntry>> split, Device device, double left, Monitor monitor) {
        Path model = file(TrainNoise.Kind.HETEROSCEDASTIC.word());
        TrainingNoise noise =
                new TrainingNoise.Learned(Models.noise(Models.readNoise(model)), FileHash.sha256(model), false);
        TrainingData data = TrainingData.read(
                split.getOrDefault(Split.TRAIN, List.of()),
                split.getOrDefault(Split.VALIDATION, List.of()),
                source.fingerprint(),
                Runtime.getRuntime().maxMemory() / 2,
                engine.threads(),
                monitor);
        DenoiserTask task = new DenoiserTask(
                network(),
                plan(left),
                new Supervision(noise, Target.CLEAN),
                data,
                file(DENOISER),
                Start.REPLACE,
                device,
                Map.of("demo", "denoiser"));
        TrainingResult result = DenoiserTrainer.train(task, monitor);
        if (!result.finished()) {
            throw new CancelledException("demo stopped; grainflow demo --overwrite begins anew");
        }
        return DenoiserTraining.of(result, data);
    }

    private TrainPlan plan(double left) {
        return RecordSettings.with(
                TrainPlan.defaults().withMinutes(left).withSeed(seed.value()).withThreads(engine.threads()), PLAN);
    }
}
