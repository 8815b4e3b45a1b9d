package io.grainflow.job.train;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.BatchRunner;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What pairs say about their noise, per camera and ISO, and the models that follow.
 *
 * @param domain of the images
 * @param statistics sums over the pairs of each capture
 * @param pairs how many pairs of each capture were read
 * @param failures the pairs that could not be used
 */
public record NoiseFit(
        PixelDomain domain,
        Map<Capture, NoiseStatistics> statistics,
        Map<Capture, Integer> pairs,
        List<Failure> failures) {
    /** Images of one kind: a model holds for one kind only. */
    private record Shape(PixelDomain domain, int channels) implements Comparable<Shape> {
        static Shape of(Image image) {
            return new Shape(image.domain(), image.channels());
        }

        @Override
        public int compareTo(Shape other) {
            int byDomain = domain.compareTo(other.domain);
            return byDomain != 0 ? byDomain : Integer.compare(channels, other.channels);
        }
    }

    private record Read(String name, Shape shape, NoiseStatistics statistics) {}

    /** What was read of one kind of images. */
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
     * are used and the others fail.
     *
     * @throws InputException if none can be used
     */
    public static NoiseFit read(List<PairEntry> entries, ComputeOptions engine, Monitor monitor) {
        Map<Shape, Group> groups = new TreeMap<>();
        List<Failure> failures = new ArrayList<>(BatchRunner.each(
                "read pairs",
                entries,
                PairEntry::name,
                monitor,
                engine,
                NoiseFit::read,
                read -> groups.computeIfAbsent(read.shape(), shape -> new Group())
                        .add(read)));
        Map.Entry<Shape, Group> most = groups.entrySet().stream()
                .max(Comparator.comparingInt(group -> group.getValue().names.size()))
                .orElseThrow(() ->
                        new InputException("training data", "has no readable pair", "check the files named above"));
        Shape chosen = most.getKey();
        groups.forEach((shape, group) -> {
            if (!shape.equals(chosen)) {
                group.names.forEach(name -> fail(name, shape, chosen, failures, monitor));
            }
        });
        Group group = most.getValue();
        return new NoiseFit(chosen.domain(), group.statistics, group.pairs, List.copyOf(failures));
    }

    private static Read read(PairEntry entry) {
        NoisyPair pair = entry.load();
        NoiseStatistics own = new NoiseStatistics(entry.capture());
        own.add(pair);
        return new Read(entry.name(), Shape.of(pair.clean()), own);
    }

    private static void fail(String name, Shape shape, Shape chosen, List<Failure> failures, Monitor monitor) {
        String reason = name + ": has " + shape.channels() + " channels (" + shape.domain() + "), most pairs have "
                + chosen.channels() + " (" + chosen.domain() + "); keep grey and colour, raw and finished images apart";
        failures.add(new Failure(name, reason));
        monitor.on(new Event.Failed(name, reason));
    }

    /** The most likely model of a kind. */
    public NoiseDensity model(TrainNoise.Kind kind) {
        return kind == TrainNoise.Kind.GAUSSIAN
                ? new CaptureGaussianNoise(sigmas())
                : new HeteroscedasticNoise(levels());
    }

    /** The same as a file. */
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
