package io.grainflow.job.compare;

import io.grainflow.image.Image;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.evaluate.NoiseEvaluation;
import io.grainflow.job.evaluate.NoiseScore;
import io.grainflow.job.evaluate.NoiseScoring;
import io.grainflow.job.run.Failure;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluates models one after another, so that a single one is in memory at a time. */
final class ComparedModels {
    private static final double MEGAPIXEL = 1e6;
    private static final double NANOSECONDS = 1e-9;

    private final CompareNoise job;
    private final List<PairEntry> heldOut;
    private final Monitor monitor;
    private final ComparisonViews views;
    private final List<Comparison.ModelResult> results = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    private ComparedModels(CompareNoise job, List<PairEntry> heldOut, Monitor monitor) {
        this.job = job;
        this.heldOut = heldOut;
        this.monitor = monitor;
        this.views = ComparisonViews.of(heldOut);
    }

    /**
     * Evaluates all models. Models that fail are reported by name.
     *
     * @throws InputException if none could be evaluated
     */
    static ComparedModels measure(CompareNoise job, List<PairEntry> heldOut, Monitor monitor) {
        ComparedModels compared = new ComparedModels(job, heldOut, monitor);
        ModelNames.of(job.models()).forEach((name, file) -> {
            try {
                compared.add(name, Path.of(file));
            } catch (InputException problem) {
                compared.fail(name, problem);
            }
        });
        if (compared.results.isEmpty()) {
            throw new InputException(
                    "models",
                    "could not be compared: " + compared.failures.get(0).reason(),
                    "give files of noise models that suit the data");
        }
        return compared;
    }

    private void fail(String model, InputException problem) {
        String reason = String.valueOf(problem.getMessage());
        failures.add(new Failure(model, reason));
        monitor.on(new Event.Failed(model, reason));
    }

    private void add(String name, Path path) {
        ModelFile<NoiseSpec> file = Models.readNoise(path);
        monitor.on(new Event.Note("model " + name));
        try (NoiseModel noise = Models.noise(file, job.compute().inference())) {
            Sampling how = Sampling.of(job.sampling(), noise);
            NoiseEvaluation evaluation =
                    NoiseScoring.evaluate(noise, how, job.samples(), heldOut, job.seed(), job.compute(), monitor);
            evaluation.failures().forEach(failure -> failures.add(new Failure(name, failure.reason())));
            views.add(name, noise, how, job.seed());
            results.add(new Comparison.ModelResult(
                    name,
                    ModelJson.tree(file.spec()).get("type").asString(),
                    file.weights().tensors().values().stream()
                            .mapToLong(tensor -> tensor.toFloats().length)
                            .sum(),
                    how.like().map(Object::toString).orElse("metadata"),
                    seconds(noise, how, evaluation),
                    evaluation.averageOverCaptures(),
                    evaluation,
                    Optional.empty()));
        }
    }

    /** The shorter of two samples of an image that the model knows: the first may have to prepare memory. */
    private double seconds(NoiseModel noise, Sampling how, NoiseEvaluation evaluation) {
        Set<String> scored = new HashSet<>();
        evaluation.images().forEach(image -> scored.add(image.name()));
        PairEntry entry = heldOut.stream()
                .filter(one -> scored.contains(one.name()))
                .findFirst()
                .orElseThrow(() -> new InputException("data", "has no pair that could be compared", "check the files"));
        NoisyPair pair = entry.load();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            Image sample = NoiseScoring.sample(noise, how, entry, pair, job.seed());
            double pixels = (double) sample.height() * sample.width() / MEGAPIXEL;
            least = Math.min(least, (System.nanoTime() - start) * NANOSECONDS / pixels);
        }
        return least;
    }

    /** Crops and histograms of all models that were evaluated. */
    ComparisonViews views() {
        return views;
    }

    /** All figures, with means over the cameras and ISOs that every model was evaluated on. */
    Comparison comparison() {
        Set<String> common = new TreeSet<>(captures(results.get(0)));
        results.forEach(result -> common.retainAll(captures(result)));
        List<Comparison.ModelResult> models = results.stream()
                .map(result -> result.with(NoiseScore.mean(result.evaluation().captures().stream()
                        .filter(capture -> common.contains(capture.camera() + " ISO " + capture.iso()))
                        .map(NoiseEvaluation.CaptureScore::score)
                        .toList())))
                .toList();
        return new Comparison(heldOut.size(), List.copyOf(common), models, Optional.empty(), failures.size(), failures);
    }

    private static Set<String> captures(Comparison.ModelResult result) {
        Set<String> captures = new HashSet<>();
        result.evaluation().captures().forEach(capture -> captures.add(capture.camera() + " ISO " + capture.iso()));
        return captures;
    }
}
