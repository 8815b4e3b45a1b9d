package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.Sampling;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.noise.NoiseAwareModel;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares noise models, or given synthetic images, with the real noise of pairs. */
public final class NoiseScoring {
    private NoiseScoring() {}

    /** Sees every sample that is scored. Called from several threads. */
    @FunctionalInterface
    public interface Observer {
        void sampled(PairEntry entry, NoisyPair pair, Image synthetic);
    }

    /** Pairs of captures that the model does not know are left out, unless it knows none of them. */
    public static NoiseEvaluation evaluate(
            NoiseModel noise,
            Sampling sampling,
            List<PairEntry> entries,
            Seed seed,
            ComputeOptions compute,
            Monitor monitor) {
        return evaluate(noise, sampling, entries, seed, compute, (entry, pair, synthetic) -> {}, monitor);
    }

    /** As the method above, with an observer of the samples. */
    public static NoiseEvaluation evaluate(
            NoiseModel noise,
            Sampling sampling,
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
                        entry -> score(noise, sampling, entry, seed, observer)),
                leftOut.size());
    }

    /** The sample that a model is scored by: a function of the seed and the pair's name. */
    public static Image sample(NoiseModel noise, Sampling sampling, PairEntry entry, NoisyPair pair, Seed seed) {
        return sampling.sample(noise, pair, seed.child("sample").child(entry.name()));
    }

    private static NoiseEvaluation.Scored score(
            NoiseModel noise, Sampling sampling, PairEntry entry, Seed seed, Observer observer) {
        NoisyPair pair = entry.load();
        Image synthetic = sample(noise, sampling, entry, pair, seed);
        observer.sampled(entry, pair, synthetic);
        double nll = nll(noise, pair);
        return score(entry, pair, synthetic, nll);
    }

    /** For a camera or ISO that the model does not know, all captures that it knows are taken as equally likely. */
    private static double nll(NoiseModel noise, NoisyPair pair) {
        boolean known = noise.captures().isEmpty() || noise.captures().contains(pair.capture());
        if (noise instanceof NoiseDensity density && known) {
            return density.nllNatsPerDim(pair);
        }
        return noise instanceof NoiseAwareModel aware ? aware.nllOfUnknownCapture(pair) : Double.NaN;
    }

    public static NoiseEvaluation.Scored score(PairEntry entry, NoisyPair pair, Image synthetic, double nll) {
        CorrelationMap realMap = CorrelationMap.of(pair.clean(), pair.noisy());
        CorrelationMap map = CorrelationMap.of(pair.clean(), synthetic.clamped());
        return new NoiseEvaluation.Scored(
                entry.name(),
                entry.scene(),
                pair.capture(),
                NoiseScore.of(nll, pair.clean(), pair.noisy(), synthetic, realMap, map),
                realMap,
                map);
    }
}
