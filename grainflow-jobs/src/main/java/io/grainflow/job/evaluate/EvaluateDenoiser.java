package io.grainflow.job.evaluate;

import io.grainflow.dataset.Datasets;
import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.denoise.DenoiserHandle;
import io.grainflow.job.run.BatchRunner;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.SeenData;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairKind;
import io.grainflow.pair.PairSource;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Holds restored images against clean ones.
 *
 * @param model denoiser: a file, or bm3d or nlm, which are told the noise that is made and estimate that of pairs
 * @param input what it restores
 * @param seed where made noise starts
 */
public record EvaluateDenoiser(DenoiserChoice model, Input input, Seed seed, ComputeOptions engine)
        implements Job<DenoiserEvaluation> {
    /** What the denoiser is given. */
    public sealed interface Input {}

    /** Pairs as they are. */
    public record Pairs(Data data) implements Input {}

    /**
     * Clean images with noise added here, neither clipped nor rounded (Zhang et al., IEEE TIP 26(7), 2017: the protocol
     * of the usual tables).
     *
     * @param images an image, a volume, or a folder of them
     * @param asColour whether grey images count as colour ones of three equal channels
     */
    public record Clean(Path images, SyntheticNoise noise, boolean asColour) implements Input {}

    @Override
    public DenoiserEvaluation run(Monitor monitor) {
        if (input instanceof Clean clean) {
            DenoiserHandle restorer = DenoiserHandle.open(model, clean.noise().told(), engine, monitor);
            return evaluate(restorer.denoiser(), clean, monitor).computedIn(restorer.precision());
        }
        DenoiserHandle restorer = DenoiserHandle.open(model, Optional.empty(), engine, monitor);
        Data data = ((Pairs) input).data();
        PairSource source = data.open(PairKind.NOISY_AND_CLEAN, PairKind.TWO_SHOTS);
        restorer.origin().ifPresent(origin -> SeenData.warn(origin, source, data, monitor));
        DenoiserEvaluation evaluation = source.kind() == PairKind.TWO_SHOTS
                ? ShotScores.evaluate(restorer.denoiser(), data.entries(source), monitor)
                : evaluate(restorer.denoiser(), data.entries(source), monitor);
        return evaluation.computedIn(restorer.precision());
    }

    private static DenoiserEvaluation evaluate(Denoiser denoiser, List<PairEntry> entries, Monitor monitor) {
        return DenoiserEvaluation.of(BatchRunner.inTurn(
                "evaluate denoiser", entries, PairEntry::name, monitor, entry -> {
                    NoisyPair pair = entry.load();
                    return DenoiserEvaluation.score(
                            entry.name(),
                            entry.scene(),
                            entry.capture(),
                            pair.clean(),
                            pair.noisy(),
                            denoiser.denoise(pair.noisy()));
                }));
    }

    private DenoiserEvaluation evaluate(Denoiser denoiser, Clean clean, Monitor monitor) {
        NoiseModel noise = clean.noise().model();
        Capture capture = Capture.of(clean.noise().toString(), 1);
        PairSource images = clean.noise().fitted(Datasets.clean(clean.images()));
        return DenoiserEvaluation.of(BatchRunner.inTurn(
                "evaluate denoiser", images.entries(), PairEntry::name, monitor, entry -> {
                    Image read = entry.load().clean();
                    Image reference = clean.asColour() ? read.asColour() : read;
                    Seed own = clean.noise().streamOf(entry.name(), seed);
                    Image noisy = noise.sampleNoisy(reference, capture, own);
                    return DenoiserEvaluation.score(
                            entry.name(),
                            entry.scene(),
                            capture,
                            clean.noise().quality(reference, noisy),
                            clean.noise().quality(reference, denoiser.denoise(noisy)));
                }));
    }
}
