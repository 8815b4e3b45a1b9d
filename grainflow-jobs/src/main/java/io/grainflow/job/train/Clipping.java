package io.grainflow.job.train;

import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.image.PixelDomain;
import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.noise.estimate.HeteroscedasticFit;
import io.grainflow.noise.estimate.NoiseLine;
import io.grainflow.noise.estimate.NoiseStatistics;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.TwoShots;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.train.data.TrainingData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The effect of clipping on the targets of a training, computed from the known noise or from the shots themselves. */
final class Clipping {
    private static final int MOST_PAIRS = 64;

    private Clipping() {}

    /** @throws InputException if the noise level is not constant, or cannot be estimated */
    static ClippingBias of(TrainingNoise noise, TrainingData data, Monitor monitor) {
        if (data.domain() == PixelDomain.LINEAR) {
            throw new InputException(
                    "correction of clipping",
                    "is for values that end at black and white, the data has none",
                    "leave it out");
        }
        NoiseLine line;
        if (noise instanceof TrainingNoise.Synthetic made) {
            line = Optional.of(made.corruption())
                    .filter(corruption -> corruption.clipped())
                    .flatMap(corruption -> corruption.line())
                    .orElseThrow(() -> refused(noise));
        } else if (data.kind() == PairKind.TWO_SHOTS) {
            line = ofShots(data.training(), data);
        } else {
            throw refused(noise);
        }
        monitor.on(new Event.Note(String.format(
                Locale.ROOT,
                "clipping: noise of variance %.3g * x + %.3g before it; black is seen %.4f too bright, white %.4f too dark",
                line.slope(),
                line.constant(),
                new ClippingBias(line).expected(0),
                1 - new ClippingBias(line).expected(1))));
        return new ClippingBias(line);
    }

    /** The noise of shots, estimated from values that are not clipped. */
    static NoiseLine ofShots(List<PairEntry> entries, TrainingData data) {
        NoiseStatistics statistics = new NoiseStatistics(entries.get(0).capture());
        int count = Math.min(MOST_PAIRS, entries.size());
        for (int i = 0; i < count; i++) {
            NoisyPair pair = data.cache().load(entries.get((int) ((long) i * entries.size() / count)));
            NoisyPair two = TwoShots.of(pair);
            statistics.add(new NoisyPair(two.scene(), two.clean(), two.noisy(), statistics.capture()));
        }
        return NoiseLine.meanOf(HeteroscedasticFit.fit(statistics));
    }

    private static InputException refused(TrainingNoise noise) {
        return new InputException(
                "correction of clipping",
                "does not know the strength of noise " + noise.description(),
                "give `data=shots:DIR`, or noise of one strength such as clipped:gaussian:25 or clipped:poisson:30");
    }
}
