package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.metric.Akld;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares noise models, or given synthetic images, with the real noise of pairs. */
public final class NoiseScoring {
    private static final int MOST_SAMPLES = 1000;

    private NoiseScoring() {}

    /** Sees the first sample of each image, of which all figures are. Called from several threads. */
    @FunctionalInterface
    public interface Observer {
        void sampled(PairEntry entry, NoisyPair pair, Image synthetic);
    }

    /**
     * Checks a number of samples.
     *
     * @throws InputException if it is not in 1..1000
     */
    public static int requireSamples(int samples) {
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new InputException(
                    "samples", "expects 1 to " + MOST_SAMPLES + ", got " + samples, "change `samples`");
        }
        return samples;
    }

    /** As the method below, with one sample of each image. */
    public static NoiseEvaluation evaluate(
            NoiseModel noise,
            Sampling sampling,
            List<PairEntry> entries,
            Seed seed,
            ComputeOptions compute,
            Monitor monitor) {
        return evaluate(noise, sampling, 1, entries, seed, compute, monitor);
    }

    /** As the method below, without an observer. */
    public static NoiseEvaluation evaluate(
            NoiseModel noise,
            Sampling sampling,
            int samples,
            List<PairEntry> entries,
            Seed seed,
            ComputeOptions compute,
            Monitor monitor) {
        return evaluate(noise, sampling, samples, entries, seed, compute, (entry, pair, synthetic) -> {}, monitor);
    }

    /**
     * Pairs of captures that the model does not know are left out, unless it knows none of them.
     *
     * @param samples number of samples of each image that AKLD is the mean of; all other figures are of the first one
     */
    public static NoiseEvaluation evaluate(
            NoiseModel noise,
            Sampling sampling,
            int samples,
            List<PairEntry> entries,
            Seed seed,
            ComputeOptions compute,
            Observer observer,
            Monitor monitor) {
        List<Capture> known = sampling.byMetadata() ? noise.captures() : List.of();
        Map<Boolean, List<PairEntry>> byKnown = entries.stream()
                .collect(Collectors.partitioningBy(entry -> known.isEmpty() || known.contains(entry.capture())));
        List<PairEntry> scored = byKnown.getOrDefault(true, List.of());
        List<PairEntry> leftOut = byKnown.getOrDefault(false, List.of());
        if (scored.isEmpty() && !leftOut.isEmpty()) {
            throw new UnknownCaptureException(leftOut.get(0).capture(), known);
        }
        if (!leftOut.isEmpty()) {
            monitor.on(new Event.Note("left out, because the model does not know them: "
                    + leftOut.stream()
                            .collect(Collectors.groupingBy(PairEntry::capture, TreeMap::new, Collectors.counting()))
                            .entrySet()
                            .stream()
                            .map(capture -> capture.getKey() + " (" + capture.getValue() + " pairs)")
                            .collect(Collectors.joining(", "))));
        }
        return NoiseEvaluation.of(
                BatchRunner.together(
                        "evaluate noise",
                        scored,
                        PairEntry::name,
                        monitor,
                        compute,
                        entry -> score(noise, sampling, samples, entry, seed, observer)),
                leftOut.size());
    }

    /** The sample that a model is scored by: a function of the seed and the pair's name. */
    public static Image sample(NoiseModel noise, Sampling sampling, PairEntry entry, NoisyPair pair, Seed seed) {
        return sampling.sample(noise, pair, seed.child("sample").child(entry.name()));
    }

    private static NoiseEvaluation.Scored score(
            NoiseModel noise, Sampling sampling, int samples, PairEntry entry, Seed seed, Observer observer) {
        NoisyPair pair = entry.load();
        Image synthetic = sample(noise, sampling, entry, pair, seed);
        observer.sampled(entry, pair, synthetic);
        double akld = Akld.nats(pair.clean(), pair.noisy(), synthetic);
        for (int i = 1; i < samples; i++) {
            Seed own = seed.child("sample").child(entry.name()).child(i);
            akld += Akld.nats(pair.clean(), pair.noisy(), sampling.sample(noise, pair, own));
        }
        return score(entry, pair, synthetic, nll(noise, pair), akld / samples);
    }

    /** For a camera or ISO that the model does not know, all captures that it knows are taken as equally likely. */
    private static double nll(NoiseModel noise, NoisyPair pair) {
        boolean known = noise.captures().isEmpty() || noise.captures().contains(pair.capture());
        if (noise instanceof NoiseDensity density && known) {
            return density.nllNatsPerDim(pair);
        }
        return noise instanceof NoiseAwareModel aware ? aware.nllOfUnknownCapture(pair) : Double.NaN;
    }

    /** Compares a given synthetic image with a pair. */
    public static NoiseEvaluation.Scored score(PairEntry entry, NoisyPair pair, Image synthetic, double nll) {
        return score(entry, pair, synthetic, nll, Akld.nats(pair.clean(), pair.noisy(), synthetic));
    }

    private static NoiseEvaluation.Scored score(
            PairEntry entry, NoisyPair pair, Image synthetic, double nll, double akld) {
        CorrelationMap realMap = CorrelationMap.of(pair.clean(), pair.noisy());
        CorrelationMap map = CorrelationMap.of(pair.clean(), synthetic.clamped());
        LevelCounts levels = LevelCounts.of(pair.clean(), pair.noisy(), synthetic);
        return new NoiseEvaluation.Scored(
                entry.name(),
                entry.scene(),
                pair.capture(),
                NoiseScore.of(nll, pair.clean(), pair.noisy(), synthetic, akld, levels, realMap, map),
                realMap,
                map,
                levels);
    }
}
