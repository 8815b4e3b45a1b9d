package io.grainflow.job.train;

import io.grainflow.dataset.Datasets;
import io.grainflow.denoiser.training.Target;
import io.grainflow.file.Levels;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.model.Provenance;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.Split;
import io.grainflow.pair.TwoShots;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns a noise model from pairs: from the training and validation scenes together, since the models that can be
 * learned so have too few parameters to overfit.
 *
 * @param kind kind of model
 * @param data what {@link Datasets#open} takes
 * @param target what the second image of a pair is: clean, or another noisy shot
 * @param allScenes whether the test scenes are used for training, too; then no scenes are held out
 * @param out model file to write
 */
public record TrainNoise(
        Kind kind,
        @Required String data,
        Target target,
        boolean allScenes,
        @Required Path out,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<NoiseTraining>, ComputeSettings<TrainNoise> {
    /** Kinds of noise models that can be fitted. */
    public enum Kind {
        GAUSSIAN,
        HETEROSCEDASTIC;

        /** The name in options and documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Score of one held-out pair. */
    private record Scored(Capture capture, double nllNatsPerDim) {}

    /** A noise level function. The data and the output file have to be set. */
    public static TrainNoise defaults() {
        return new TrainNoise(
                Kind.HETEROSCEDASTIC,
                "",
                Target.CLEAN,
                false,
                Path.of(""),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    public TrainNoise kind(Kind kind) {
        return RecordFields.with(this, "kind", kind);
    }

    public TrainNoise data(String data) {
        return RecordFields.with(this, "data", data);
    }

    public TrainNoise target(Target target) {
        return RecordFields.with(this, "target", target);
    }

    public TrainNoise allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainNoise out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public TrainNoise existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public TrainNoise compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    public TrainNoise {
        existing = existing.forOne();
    }

    @Override
    public NoiseTraining execute(Monitor monitor) {
        Targets.file(out, existing);
        Data all = Data.all(data);
        PairSource source = target == Target.CLEAN
                ? all.open(PairKind.NOISY_AND_CLEAN)
                : all.open(PairKind.NOISY_AND_CLEAN, PairKind.TWO_SHOTS);
        List<PairEntry> test = allScenes ? List.of() : Data.scenes(source).getOrDefault(Split.TEST, List.of());
        List<PairEntry> learned = new ArrayList<>(source.entries());
        learned.removeAll(test);
        NoiseFit fit = NoiseFit.read(shots(learned), compute, monitor);
        NoiseTraining outcome = outcome(fit, score(fit, shots(test), monitor));
        fit.file(kind, provenance(source.fingerprint(), outcome)).write(out);
        return outcome;
    }

    private List<PairEntry> shots(List<PairEntry> entries) {
        return target == Target.CLEAN
                ? entries
                : entries.stream().map(entry -> (PairEntry) new TwoShots(entry)).toList();
    }

    private BatchRunner<Scored> score(NoiseFit fit, List<PairEntry> test, Monitor monitor) {
        noteUnlearned(fit, test, monitor);
        NoiseDensity model = fit.model(kind);
        List<PairEntry> known = test.stream()
                .filter(entry -> fit.statistics().containsKey(entry.capture()))
                .toList();
        return BatchRunner.together(
                "score held-out pairs",
                known,
                PairEntry::name,
                monitor,
                compute,
                entry -> new Scored(entry.capture(), model.nllNatsPerDim(entry.load())));
    }

    private static void noteUnlearned(NoiseFit fit, List<PairEntry> test, Monitor monitor) {
        List<String> missing = test.stream()
                .map(PairEntry::capture)
                .filter(capture -> !fit.statistics().containsKey(capture))
                .distinct()
                .sorted()
                .map(Capture::toString)
                .toList();
        if (!missing.isEmpty()) {
            monitor.on(new Event.Note("only in test scenes, so not learned: " + String.join(", ", missing)
                    + " (`allScenes=true` learns from every scene)"));
        }
    }

    private NoiseTraining outcome(NoiseFit fit, BatchRunner<Scored> scores) {
        List<NoiseTraining.CaptureNoise> captures = new ArrayList<>();
        fit.levels(kind)
                .forEach((capture, level) -> captures.add(new NoiseTraining.CaptureNoise(
                        capture.camera().code(),
                        capture.iso(),
                        fit.pairs().getOrDefault(capture, 0),
                        IntStream.range(0, level.channels()).mapToObj(level::b1).toList(),
                        IntStream.range(0, level.channels()).mapToObj(level::b2).toList(),
                        mean(scores.done().stream()
                                .filter(score -> score.capture().equals(capture))
                                .toList()))));
        List<Failure> failures = new ArrayList<>(fit.failures());
        failures.addAll(scores.failures());
        return new NoiseTraining(
                kind.word(),
                List.copyOf(captures),
                mean(scores.done()),
                scores.done().size(),
                Datasets.levels(data).map(Levels::range),
                failures.size(),
                List.copyOf(failures));
    }

    private static double mean(List<Scored> scores) {
        return scores.stream().mapToDouble(Scored::nllNatsPerDim).average().orElse(Double.NaN);
    }

    private Provenance provenance(String fingerprint, NoiseTraining outcome) {
        Map<String, Double> metrics = Double.isFinite(outcome.nllNatsPerDim())
                ? Map.of("heldOutNllNatsPerDim", outcome.nllNatsPerDim())
                : Map.of();
        Map<String, Object> settings =
                new TreeMap<>(Map.of("trainNoise", kind.word(), "allScenes", allScenes, "target", target.name()));
        return Provenance.of(settings, 0, fingerprint, metrics);
    }
}
