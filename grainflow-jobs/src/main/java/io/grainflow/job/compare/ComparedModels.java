package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.job.batch.FileHash;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.batch.SeenData;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.model.Provenance;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairSource;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Evaluates models one after another, so that a single one is in memory at a time. What is finished is kept as files. */
final class ComparedModels {
    private static final double MEGAPIXEL = 1e6;
    private static final double NANOSECONDS = 1e-9;
    private static final double ENOUGH_SECONDS = 3;

    private final CompareNoise job;
    private final PairSource source;
    private final HeldOut heldOut;
    private final KeptFiles files;
    private final Monitor monitor;

    ComparedModels(CompareNoise job, PairSource source, HeldOut heldOut, KeptFiles files, Monitor monitor) {
        this.job = job;
        this.source = source;
        this.heldOut = heldOut;
        this.files = files;
        this.monitor = monitor;
    }

    /** A model's figures, and what the page shows of its samples. */
    record Evaluated(Comparison.ModelResult result, ModelSamples samples) {}

    /** The same as it is kept. */
    record Kept(Comparison.ModelResult result, List<ModelSamples.Kept> histograms) {}

    /**
     * The figures of a model, computed now or by an earlier run on the same inputs.
     *
     * @throws io.grainflow.problem.InputException if the file is no noise model, or the model suits none of the pairs
     */
    Evaluated evaluate(String name, Path path) {
        ModelFile<NoiseSpec> file = Models.readNoise(path);
        String fingerprint = fingerprint(FileHash.sha256(path));
        Optional<Evaluated> kept = files.model(name, fingerprint, Kept.class)
                .flatMap(found -> ModelSamples.read(heldOut, found.histograms(), files.crops(name))
                        .map(samples -> new Evaluated(found.result(), samples)));
        if (kept.isPresent()) {
            monitor.on(new Event.Note("model " + name + ": its figures are kept"));
            return kept.get();
        }
        monitor.on(new Event.Note("model " + name));
        SeenData.warn(file.provenance(), source, job.pairs(), monitor);
        Evaluated evaluated = evaluate(name, file);
        evaluated.samples().writeCrops(files.crops(name));
        files.modelFigures(name, fingerprint)
                .write(new Kept(evaluated.result(), evaluated.samples().histograms()));
        return evaluated;
    }

    private String fingerprint(String hash) {
        return String.join(
                " ",
                Provenance.VERSION,
                "model=" + hash,
                "data=" + source.fingerprint(),
                "split=" + job.pairs().split().word(),
                "pairs=" + heldOut.entries().size(),
                "sampling=" + job.sampling(),
                "samples=" + job.samples(),
                "seed=" + job.seed().value(),
                "device=" + job.compute().device());
    }

    private Evaluated evaluate(String name, ModelFile<NoiseSpec> file) {
        ModelSamples samples = new ModelSamples(heldOut);
        try (NoiseModel noise = Models.noise(file, job.compute().inference())) {
            Sampling how = Sampling.of(job.sampling(), noise);
            NoiseEvaluation evaluation = NoiseScoring.evaluate(
                    noise, how, job.samples(), heldOut.entries(), job.seed(), job.compute(), samples, monitor);
            NoiseScore none = NoiseScore.mean(List.of());
            Comparison.ModelResult result = new Comparison.ModelResult(
                    name,
                    ModelJson.tree(file.spec()).get("type").asString(),
                    parameters(file),
                    how.like().map(Object::toString).orElse("metadata"),
                    secondsPerMegapixel(noise, how, evaluation),
                    none,
                    none,
                    evaluation,
                    Optional.empty());
            return new Evaluated(result, samples);
        }
    }

    private static long parameters(ModelFile<?> file) {
        return file.weights().tensors().values().stream()
                .mapToLong(tensor -> Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /** Samples of some images once more, one after another, when everything is loaded and compiled. */
    private double secondsPerMegapixel(NoiseModel noise, Sampling how, NoiseEvaluation evaluation) {
        Set<String> scored = names(evaluation, NoiseEvaluation.ImageScore::name);
        double seconds = 0;
        double megapixels = 0;
        for (HeldOut.Crop crop : heldOut.crops().values()) {
            if (scored.contains(crop.entry().name()) && seconds < ENOUGH_SECONDS) {
                NoisyPair pair = crop.entry().load();
                long start = System.nanoTime();
                Image sample = NoiseScoring.sample(noise, how, crop.entry(), pair, job.seed());
                seconds += (System.nanoTime() - start) * NANOSECONDS;
                megapixels += (double) sample.height() * sample.width() / MEGAPIXEL;
            }
        }
        return megapixels == 0 ? Double.NaN : seconds / megapixels;
    }

    /** The results with means over what all models were scored on. */
    static List<Comparison.ModelResult> withMeans(List<Comparison.ModelResult> results) {
        Set<String> captures = commonCaptures(results);
        Set<String> pairs = commonPairs(results);
        return results.stream()
                .map(result -> result.with(
                        NoiseScore.mean(result.evaluation().captures().stream()
                                .filter(capture -> captures.contains(ComparisonTables.name(capture)))
                                .map(NoiseEvaluation.CaptureScore::score)
                                .toList()),
                        NoiseScore.mean(result.evaluation().images().stream()
                                .filter(image -> pairs.contains(image.name()))
                                .map(NoiseEvaluation.ImageScore::score)
                                .toList())))
                .toList();
    }

    /** Names of the pairs that all models were scored on. */
    static Set<String> commonPairs(List<Comparison.ModelResult> results) {
        return common(results, result -> names(result.evaluation(), NoiseEvaluation.ImageScore::name));
    }

    /** Cameras and ISOs of these pairs. */
    static Set<String> commonCaptures(List<Comparison.ModelResult> results) {
        return common(results, result -> names(result.evaluation(), image -> image.camera() + " ISO " + image.iso()));
    }

    private static Set<String> names(NoiseEvaluation evaluation, Function<NoiseEvaluation.ImageScore, String> name) {
        Set<String> names = new HashSet<>();
        evaluation.images().forEach(image -> names.add(name.apply(image)));
        return names;
    }

    private static Set<String> common(
            List<Comparison.ModelResult> results, Function<Comparison.ModelResult, Set<String>> of) {
        Set<String> common = new TreeSet<>(results.isEmpty() ? Set.of() : of.apply(results.get(0)));
        results.forEach(result -> common.retainAll(of.apply(result)));
        return common;
    }
}
