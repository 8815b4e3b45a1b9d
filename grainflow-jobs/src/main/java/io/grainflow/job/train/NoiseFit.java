package io.grainflow.job.train;

import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Failure;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.noise.CaptureGaussianNoise;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.estimate.GaussianFit;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.parametric.HeteroscedasticSpec;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.data.ImageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Statistics of the noise of pairs, per camera and ISO, and the models fitted to them.
 *
 * @param domain of the images
 * @param statistics sums over the pairs of each capture
 * @param pairs number of pairs of each capture that were read
 * @param failures the pairs that could not be used
 */
public record NoiseFit(
        PixelDomain domain,
        Map<Capture, NoiseStatistics> statistics,
        Map<Capture, Integer> pairs,
        List<Failure> failures) {
    private record Read(String name, ImageKind kind, NoiseStatistics statistics) {}

    /** Data of one kind of images. */
    private static final class Group {
        private final Map<Capture, NoiseStatistics> statistics = new TreeMap<>();
        private final Map<Capture, Integer> pairs = new TreeMap<>();
        private final List<String> names = new ArrayList<>();

        void add(Read read) {
            Capture capture = read.statistics().capture();
            statistics.computeIfAbsent(capture, NoiseStatistics::new).merge(read.statistics());
            pairs.merge(capture, 1, Integer::sum);
            names.add(read.name());
        }
    }

    /**
     * Reads pairs. Where grey and colour images (or raw and finished ones) are mixed, those of the more frequent kind
     * are used and the others are reported as failures.
     *
     * @throws InputException if none can be used
     */
    public static NoiseFit read(List<PairEntry> entries, ComputeOptions engine, Monitor monitor) {
        Map<ImageKind, Group> groups = new TreeMap<>();
        List<Failure> failures = new ArrayList<>(BatchRunner.each(
                "read pairs",
                entries,
                PairEntry::name,
                monitor,
                engine,
                NoiseFit::read,
                read -> groups.computeIfAbsent(read.kind(), kind -> new Group()).add(read)));
        Map<ImageKind, Integer> counts = new TreeMap<>();
        groups.forEach((kind, group) -> counts.put(kind, group.names.size()));
        ImageKind most = ImageKind.mostFrequent(counts)
                .orElseThrow(() ->
                        new InputException("training data", "has no readable pair", "check the files named above"));
        Group chosen = Objects.requireNonNull(groups.remove(most));
        groups.forEach((kind, group) -> group.names.forEach(name -> fail(name, kind, most, failures, monitor)));
        return new NoiseFit(most.domain(), chosen.statistics, chosen.pairs, List.copyOf(failures));
    }

    private static Read read(PairEntry entry) {
        NoisyPair pair = entry.load();
        NoiseStatistics own = new NoiseStatistics(entry.capture());
        own.add(pair);
        return new Read(entry.name(), ImageKind.of(pair.clean()), own);
    }

    private static void fail(String name, ImageKind kind, ImageKind chosen, List<Failure> failures, Monitor monitor) {
        String reason = name + ": has " + kind.channels() + " channels (" + kind.domain() + "), most pairs have "
                + chosen.channels() + " (" + chosen.domain() + "); keep grey and colour, raw and finished images apart";
        failures.add(new Failure(name, reason));
        monitor.on(new Event.Failed(name, reason));
    }

    /** The maximum likelihood model of a kind. */
    public NoiseDensity model(TrainNoise.Kind kind) {
        return kind == TrainNoise.Kind.GAUSSIAN
                ? new CaptureGaussianNoise(sigmas())
                : new HeteroscedasticNoise(levels());
    }

    /** The same model as a specification for a file. */
    public ModelFile<?> file(TrainNoise.Kind kind, Provenance provenance) {
        Units units = Units.of(domain);
        return kind == TrainNoise.Kind.GAUSSIAN
                ? GaussianSpec.file(sigmas(), units, provenance)
                : HeteroscedasticSpec.file(levels(), units, provenance);
    }

    /** Noise level of each capture under a kind of model. */
    public Map<Capture, NoiseLevel> levels(TrainNoise.Kind kind) {
        if (kind == TrainNoise.Kind.HETEROSCEDASTIC) {
            return levels();
        }
        Map<Capture, NoiseLevel> constant = new TreeMap<>();
        sigmas().forEach((capture, sigma) -> constant.put(capture, NoiseLevel.constant(sigma)));
        return constant;
    }

    private Map<Capture, double[]> sigmas() {
        Map<Capture, double[]> sigmas = new TreeMap<>();
        statistics.forEach((capture, sums) -> sigmas.put(capture, GaussianFit.fit(sums)));
        return sigmas;
    }

    private Map<Capture, NoiseLevel> levels() {
        Map<Capture, NoiseLevel> levels = new TreeMap<>();
        statistics.forEach((capture, sums) -> levels.put(capture, HeteroscedasticFit.fit(sums)));
        return levels;
    }
}
