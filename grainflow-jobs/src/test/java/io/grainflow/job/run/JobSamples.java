package io.grainflow.job.run;

import io.grainflow.corruption.Corruption;
import io.grainflow.denoiser.training.Loss;
import io.grainflow.denoiser.training.Target;
import io.grainflow.engine.Precision;
import io.grainflow.export.ExportFormat;
import io.grainflow.file.Levels;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.benchmark.Benchmark;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.benchmark.Workload;
import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.demo.Demo;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.evaluate.EstimateNoise;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.evaluate.EvaluateImages;
import io.grainflow.job.evaluate.EvaluateNoise;
import io.grainflow.job.evaluate.Identify;
import io.grainflow.job.evaluate.MeasureBias;
import io.grainflow.job.file.CalibrateDenoiser;
import io.grainflow.job.file.ExportModel;
import io.grainflow.job.file.ImportModel;
import io.grainflow.job.file.Inspect;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.job.synthesise.SynthesizePairs;
import io.grainflow.job.train.Architecture;
import io.grainflow.job.train.Recipe;
import io.grainflow.job.train.TrainC2n;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.job.train.TrainNaFlow;
import io.grainflow.job.train.TrainNeca;
import io.grainflow.job.train.TrainNmFlowGan;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.job.train.TrainNoise2NoiseFlow;
import io.grainflow.job.train.TrainNoiseFlow;
import io.grainflow.job.train.TrainingOptions;
import io.grainflow.random.Seed;
import io.grainflow.train.ResumePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A job of every kind with no setting at its default, and with all choices of records. */
final class JobSamples {
    private static final Path MODEL = Path.of("models", "a b.safetensors");
    private static final Path OUT = Path.of("out");
    private static final Seed SEED = new Seed(Long.MIN_VALUE + 7);
    private static final Data PAIRS = new Data("a;packed:b?levels=1:2", Data.Part.TEST);
    private static final ComputeOptions COMPUTE = ComputeOptions.defaults()
            .device("cuda")
            .threads(1000)
            .precision(Precision.BF16)
            .memoryMegabytes(12);
    private static final TrainingOptions TRAINING = TrainingOptions.defaults()
            .minutes(0.5)
            .set("depth", 8)
            .set("schedule", "constant")
            .cacheMegabytes(77)
            .seed(SEED)
            .start(ResumePolicy.RESUME);

    private JobSamples() {}

    static List<Job<?>> all() {
        return List.of(
                new Demo(Path.of("show"), 7.25, SEED, OverwritePolicy.REPLACE, COMPUTE),
                new TrainNoise(
                        TrainNoise.Kind.GAUSSIAN, "pairs", Target.NOISY, true, OUT, OverwritePolicy.REPLACE, COMPUTE),
                new TrainNaFlow("pairs", true, Optional.of(MODEL), OUT, TRAINING, COMPUTE),
                new TrainNoiseFlow(
                        TrainNoiseFlow.Kind.FLOW_SRGB, "pairs", true, Optional.of(MODEL), OUT, TRAINING, COMPUTE),
                new TrainNoise2NoiseFlow("pairs", true, OUT, TRAINING.steps(50), COMPUTE),
                new TrainNeca("pairs", true, OUT, Recipe.PUBLISHED, TRAINING, COMPUTE),
                new TrainNmFlowGan("pairs", true, OUT, Recipe.PUBLISHED, TRAINING, COMPUTE),
                new TrainC2n(
                        Optional.of("pairs"),
                        Optional.of(Path.of("clean")),
                        Optional.of(Path.of("noisy")),
                        true,
                        OUT,
                        Recipe.PUBLISHED,
                        TRAINING,
                        COMPUTE),
                new TrainDenoiser(
                        Architecture.RED30,
                        "pairs",
                        "gaussian:25",
                        Target.NOISY,
                        Optional.of(Loss.L0),
                        true,
                        true,
                        OUT,
                        TRAINING,
                        COMPUTE),
                new Simulate(
                        OUT,
                        List.of("vc-phone", "vc-compact"),
                        List.of(100, 200),
                        3,
                        64,
                        PixelDomain.RAW_PACKED,
                        SEED,
                        OverwritePolicy.KEEP,
                        COMPUTE),
                new Synthesize(
                        MODEL,
                        Path.of("clean"),
                        new Synthesize.Source.Known("S6", 800, true),
                        0.5,
                        OUT,
                        SEED,
                        OverwritePolicy.KEEP,
                        COMPUTE),
                new SynthesizePairs(MODEL, PAIRS, "rank:3", 4, OUT, SEED, OverwritePolicy.KEEP, COMPUTE),
                new DenoiseImages(
                        DenoiserChoice.parse("bm3d"),
                        Optional.of(Corruption.parse("gaussian:12.5")),
                        Path.of("noisy"),
                        Optional.of(Levels.parse("64:1023.5")),
                        OUT,
                        OverwritePolicy.KEEP,
                        COMPUTE),
                new CompareNoise(
                        List.of("a.safetensors", "b c.safetensors"),
                        new Data("a", Data.Part.TRAIN),
                        "metadata",
                        50,
                        true,
                        OptionalLong.of(7),
                        OptionalDouble.empty(),
                        Map.of("depth", "8"),
                        Optional.of("cc"),
                        OUT,
                        SEED,
                        OverwritePolicy.KEEP,
                        COMPUTE),
                new EvaluateNoise(MODEL, PAIRS, "nas:0.9", 50, SEED, COMPUTE),
                new EvaluateDenoiser(
                        new DenoiserChoice.ModelFile(MODEL),
                        new EvaluateDenoiser.Clean(Path.of("clean"), "numpy:25", true),
                        SEED,
                        COMPUTE),
                new EvaluateImages(PAIRS, Path.of("made"), COMPUTE),
                new Identify(MODEL, new Identify.Subject.Pairs(PAIRS, true), Optional.of(MODEL), COMPUTE),
                new EstimateNoise(Path.of("images"), Optional.of(Levels.parse("0:255")), COMPUTE),
                new MeasureBias(PAIRS, COMPUTE),
                new Inspect("sidd:SIDD"),
                new ImportModel(Path.of("weights.pt"), "noise-flow", OUT, OverwritePolicy.REPLACE),
                new ExportModel(
                        MODEL,
                        ExportFormat.BIOIMAGEIO,
                        OUT,
                        List.of("Ada Lovelace"),
                        "MIT",
                        COMPUTE,
                        OverwritePolicy.REPLACE),
                new CalibrateDenoiser(MODEL, PAIRS, OUT, OverwritePolicy.REPLACE, COMPUTE),
                new Benchmark(Optional.of(MODEL), 0.5, 3, COMPUTE),
                new BenchmarkNetworks(List.of(Workload.Kind.UNET), Optional.of(MODEL), List.of(64, 128), 2, COMPUTE));
    }

    /** The other choices where a setting is one of several records. */
    static List<Job<?>> choices() {
        Path clean = Path.of("clean");
        return List.of(
                Synthesize.defaults().model(MODEL).clean(clean).out(OUT).camera("S6", 100),
                Synthesize.defaults().model(MODEL).clean(clean).out(OUT).like(Path.of("noisy.png")),
                Synthesize.defaults()
                        .model(MODEL)
                        .clean(clean)
                        .out(OUT)
                        .source(new Synthesize.Source.Like(Path.of("noisy"), Optional.of(clean), "own")),
                Synthesize.defaults().model(MODEL).clean(clean).out(OUT).source(new Synthesize.Source.Blind(true)),
                EvaluateDenoiser.defaults().model(MODEL).input(new EvaluateDenoiser.Pairs(PAIRS)),
                EvaluateDenoiser.defaults().model(MODEL).clean(clean, "mri:0.025"),
                Identify.defaults().model(MODEL).images(Path.of("night.png")),
                Identify.defaults()
                        .model(MODEL)
                        .subject(new Identify.Subject.Images(Path.of("noisy"), Optional.of(clean))));
    }
}
