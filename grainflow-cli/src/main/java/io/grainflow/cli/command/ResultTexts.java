package io.grainflow.cli.command;

import io.grainflow.job.benchmark.Benchmark;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.compare.Comparison;
import io.grainflow.job.demo.Demo;
import io.grainflow.job.demo.DemoResult;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.evaluate.BiasReport;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.EstimateNoise;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.evaluate.EvaluateImages;
import io.grainflow.job.evaluate.EvaluateNoise;
import io.grainflow.job.evaluate.Identification;
import io.grainflow.job.evaluate.Identify;
import io.grainflow.job.evaluate.MeasureBias;
import io.grainflow.job.evaluate.NoiseEstimates;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.file.CalibrateDenoiser;
import io.grainflow.job.file.ExportModel;
import io.grainflow.job.file.Exported;
import io.grainflow.job.file.ImportModel;
import io.grainflow.job.file.Inspect;
import io.grainflow.job.file.Inspection;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.job.synthesise.SynthesizePairs;
import io.grainflow.job.train.AdversarialTraining;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.FlowTraining;
import io.grainflow.job.train.NoiseTraining;
import io.grainflow.job.train.TrainC2n;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.job.train.TrainNaFlow;
import io.grainflow.job.train.TrainNeca;
import io.grainflow.job.train.TrainNmFlowGan;
import io.grainflow.job.train.TrainNoise;
import io.grainflow.job.train.TrainNoise2NoiseFlow;
import io.grainflow.job.train.TrainNoiseFlow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Results of jobs as text and tables, the same for commands and for job documents. */
final class ResultTexts {
    private static final Map<Class<?>, BiFunction<Job<?>, Outcome, String>> TEXTS = new HashMap<>();

    static {
        put(Demo.class, DemoResult.class, DemoCommand::describe);
        put(TrainNoise.class, NoiseTraining.class, TrainNoiseCommand::describe);
        put(TrainNaFlow.class, FlowTraining.class, (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(TrainNoiseFlow.class, FlowTraining.class, (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(
                TrainNoise2NoiseFlow.class,
                FlowTraining.class,
                (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(
                TrainNmFlowGan.class,
                AdversarialTraining.class,
                (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(TrainNeca.class, AdversarialTraining.class, (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(TrainC2n.class, AdversarialTraining.class, (job, result) -> TrainNoiseCommand.describe(job.out(), result));
        put(TrainDenoiser.class, DenoiserTraining.class, TrainDenoiserCommand::describe);
        put(Simulate.class, Simulate.Result.class, SimulateCommand::describe);
        put(Synthesize.class, Synthesize.Result.class, (job, result) -> SynthCommand.describe(job.out(), result));
        put(SynthesizePairs.class, Synthesize.Result.class, (job, result) -> SynthCommand.describe(job.out(), result));
        put(DenoiseImages.class, DenoiseImages.Result.class, DenoiseCommand::describe);
        put(EvaluateNoise.class, NoiseEvaluation.class, (job, result) -> FigureTables.noise(result));
        put(EvaluateDenoiser.class, DenoiserEvaluation.class, (job, result) -> FigureTables.denoiser(result));
        put(EvaluateImages.class, NoiseEvaluation.class, (job, result) -> FigureTables.noise(result));
        put(CompareNoise.class, Comparison.class, CompareCommand::describe);
        put(Identify.class, Identification.class, (job, result) -> IdentifyCommand.describe(result));
        put(EstimateNoise.class, NoiseEstimates.class, (job, result) -> EstimateCommand.describe(result));
        put(MeasureBias.class, BiasReport.class, (job, result) -> BiasCommand.describe(result));
        put(Inspect.class, Inspection.class, (job, result) -> Descriptions.of(result));
        put(ImportModel.class, Inspection.class, (job, result) -> Descriptions.of(result));
        put(ExportModel.class, Exported.class, (job, result) -> ExportCommand.describe(result));
        put(CalibrateDenoiser.class, CalibrateDenoiser.Result.class, CalibrateCommand::describe);
        put(Benchmark.class, Benchmark.Result.class, (job, result) -> BenchmarkCommand.describe(result));
        put(
                BenchmarkNetworks.class,
                BenchmarkNetworks.Result.class,
                (job, result) -> BenchmarkCommand.describe(result));
    }

    private ResultTexts() {}

    private static <R extends Outcome, J extends Job<R>> void put(
            Class<J> job, Class<R> result, BiFunction<J, R, String> text) {
        TEXTS.put(job, (given, made) -> text.apply(job.cast(given), result.cast(made)));
    }

    /** Whether there is a text for the results of a job. */
    static boolean has(Class<?> job) {
        return TEXTS.containsKey(job);
    }

    /** The result of a job as text. Results of jobs from other jars are shown by their {@code toString}. */
    static String of(Job<?> job, Outcome result) {
        return TEXTS.getOrDefault(job.getClass(), (other, made) -> made + "\n").apply(job, result);
    }
}
