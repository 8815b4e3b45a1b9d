package io.grainflow.job;

import io.grainflow.file.AtomicFile;
import io.grainflow.image.PixelDomain;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.report.ReportPage;
import io.grainflow.train.Start;
import io.grainflow.train.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The main job on an embedded default: virtual cameras photograph generated scenes; their noise is learned, synthesised, a
 * denoiser is trained on synthetic pairs alone, and both are held against scenes that were never learned from.
 *
 * @param out folder of everything that is made
 * @param minutes for all of it; at least 0.5
 * @param seed where all randomness starts
 * @param overwrite whether an earlier demo in the folder may be replaced
 */
public record Demo(Path out, double minutes, Seed seed, boolean overwrite, Engine engine) implements Job<Demo.Result> {
    private static final List<Integer> ISOS = List.of(800, 3200);
    private static final int SCENES = 24;
    private static final int SIZE = 128;
    /** Small enough to learn within minutes on two cores. */
    private static final Map<String, String> NETWORK =
            Map.of("depth", "9", "features", "32", "learningRate", "0.002", "validations", "8", "emaDecay", "0.99");

    private static final double EVALUATION_MINUTES = 0.4;
    private static final double SHORTEST_TRAINING_MINUTES = 0.1;

    /**
     * What came out, on the held-out scenes.
     *
     * @param kldGaussian KL(real || synthetic) in nats of the Gaussian model, mean over images
     * @param kldHeteroscedastic that of the heteroscedastic model
     * @param psnrDecibelsBefore of the noisy images
     * @param psnrDecibels of the denoised ones
     * @param minutes that it took
     * @param report the page
     */
    public record Result(
            double kldGaussian,
            double kldHeteroscedastic,
            double akldGaussian,
            double akldHeteroscedastic,
            double psnrDecibelsBefore,
            double psnrDecibels,
            double gainDecibels,
            double minutes,
            String report,
            NoiseEvaluation gaussian,
            NoiseEvaluation heteroscedastic,
            DenoiserTraining training,
            DenoiserEvaluation denoiser,
            int failed)
            implements Outcome {}

    public Demo {
        if (!(minutes >= 0.5 && minutes <= 600)) {
            throw new io.grainflow.problem.InputException(
                    "minutes", "expects 0.5 to 600, got " + minutes, "the default is 5");
        }
    }

    @Override
    public Result run(Monitor monitor) {
        long start = System.nanoTime();
        Path page = out.resolve("report.html");
        Targets.file(page, overwrite);
        Path pairs = out.resolve("pairs");
        monitor.on(new Event.Note("three virtual cameras photograph " + SCENES + " scenes"));
        int failed = new Simulate(pairs, List.of(), ISOS, SCENES, SIZE, PixelDomain.SRGB, seed, existing(), engine)
                .run(monitor)
                .failed();
        monitor.on(new Event.Note("their noise is learned, and synthesised on scenes that were held out"));
        learn(TrainNoise.Kind.GAUSSIAN, pairs, monitor);
        NoiseTraining learned = learn(TrainNoise.Kind.HETEROSCEDASTIC, pairs, monitor);
        NoiseEvaluation gaussian = synthesise(TrainNoise.Kind.GAUSSIAN, pairs, monitor);
        NoiseEvaluation heteroscedastic = synthesise(TrainNoise.Kind.HETEROSCEDASTIC, pairs, monitor);
        double left = minutes - minutesSince(start) - EVALUATION_MINUTES;
        monitor.on(new Event.Note("a denoiser learns from synthetic pairs alone"));
        DenoiserTraining training = train(pairs, Math.max(SHORTEST_TRAINING_MINUTES, left), monitor);
        DenoiserEvaluation denoiser = new EvaluateDenoiser(
                        denoiserFile(), new EvaluateDenoiser.Pairs(heldOut(pairs)), seed, engine)
                .run(monitor);
        DemoFindings findings = new DemoFindings(this, learned, gaussian, heteroscedastic, training, denoiser);
        AtomicFile.writeText(page, ReportPage.html(findings.report(minutesSince(start))));
        return result(findings, page, minutesSince(start), failed);
    }

    private NoiseTraining learn(TrainNoise.Kind kind, Path pairs, Monitor monitor) {
        return new TrainNoise(kind, pairs.toString(), false, noiseFile(kind), overwrite, engine).run(monitor);
    }

    private NoiseEvaluation synthesise(TrainNoise.Kind kind, Path pairs, Monitor monitor) {
        return new EvaluateNoise(noiseFile(kind), heldOut(pairs), seed, engine).run(monitor);
    }

    private DenoiserTraining train(Path pairs, double budget, Monitor monitor) {
        return new TrainDenoiser(
                        pairs.toString(),
                        noiseFile(TrainNoise.Kind.HETEROSCEDASTIC).toString(),
                        Target.CLEAN,
                        denoiserFile(),
                        OptionalLong.empty(),
                        OptionalDouble.of(budget),
                        NETWORK,
                        OptionalLong.empty(),
                        seed,
                        overwrite && Files.exists(denoiserFile()) ? Start.REPLACE : Start.NEW,
                        engine)
                .run(monitor);
    }

    private Result result(DemoFindings findings, Path page, double took, int failed) {
        NoiseScore gaussian = findings.gaussian().average();
        NoiseScore heteroscedastic = findings.heteroscedastic().average();
        DenoiserEvaluation.Change change = findings.denoiser().average();
        return new Result(
                gaussian.kld(),
                heteroscedastic.kld(),
                gaussian.akld(),
                heteroscedastic.akld(),
                change.before().psnrDecibels(),
                change.after().psnrDecibels(),
                change.gainDecibels(),
                took,
                page.toString(),
                findings.gaussian(),
                findings.heteroscedastic(),
                findings.training(),
                findings.denoiser(),
                failed + findings.training().failed() + findings.denoiser().failed());
    }

    static Data heldOut(Path pairs) {
        return new Data(pairs.toString(), Data.Part.TEST);
    }

    Path noiseFile(TrainNoise.Kind kind) {
        return out.resolve("noise-" + kind.word() + ".safetensors");
    }

    Path denoiserFile() {
        return out.resolve("denoiser.safetensors");
    }

    private Existing existing() {
        return overwrite ? Existing.REPLACE : Existing.REFUSE;
    }

    private static double minutesSince(long start) {
        return (System.nanoTime() - start) / 6e10;
    }
}
