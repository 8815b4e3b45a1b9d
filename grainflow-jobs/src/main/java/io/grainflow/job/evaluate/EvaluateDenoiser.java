package io.grainflow.job.evaluate;

import io.grainflow.dataset.Datasets;
import io.grainflow.denoise.Denoiser;
import io.grainflow.image.Image;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.SeenData;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.denoise.DenoiserHandle;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
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
 * Compares restored images with clean ones.
 *
 * @param model denoiser: a file, or bm3d or nlm, which are given the level of added noise and estimate the noise of pairs
 * @param input images to restore
 * @param seed seed of the added noise
 */
public record EvaluateDenoiser(@Required DenoiserChoice model, Input input, Seed seed, ComputeOptions compute)
        implements Job<DenoiserEvaluation>, ComputeSettings<EvaluateDenoiser> {
    /** Input of the denoiser. */
    public sealed interface Input {}

    /** Pairs as they are. */
    public record Pairs(Data pairs) implements Input {
        /** The pairs have to be set. */
        public static Pairs defaults() {
            return new Pairs(Data.defaults());
        }
    }

    /**
     * Clean images with noise added here, neither clipped nor rounded (Zhang et al., IEEE TIP 26(7), 2017: the protocol
     * of the usual tables).
     *
     * @param images an image, a volume, or a folder of them
     * @param noise such as {@code gaussian:25}, as {@link SyntheticNoise#parse} reads it
     * @param asColour whether grey images count as colour ones of three equal channels
     */
    public record Clean(@Required Path images, @Required String noise, boolean asColour) implements Input {
        public Clean {
            if (!noise.isEmpty()) {
                SyntheticNoise.parse(noise);
            }
        }

        /** The images and the noise have to be set. */
        public static Clean defaults() {
            return new Clean(Path.of(""), "", false);
        }
    }

    /** Default settings. The model and the input have to be set. */
    public static EvaluateDenoiser defaults() {
        return new EvaluateDenoiser(DenoiserChoice.parse(""), Pairs.defaults(), new Seed(0), ComputeOptions.defaults());
    }

    public EvaluateDenoiser model(DenoiserChoice model) {
        return RecordFields.with(this, "model", model);
    }

    public EvaluateDenoiser model(Path model) {
        return model(new DenoiserChoice.ModelFile(model));
    }

    public EvaluateDenoiser input(Input input) {
        return RecordFields.with(this, "input", input);
    }

    public EvaluateDenoiser seed(Seed seed) {
        return RecordFields.with(this, "seed", seed);
    }

    @Override
    public EvaluateDenoiser compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    /** All scenes of pairs as they are. */
    public EvaluateDenoiser data(String data) {
        return input(new Pairs(Data.all(data)));
    }

    /** Clean images with noise such as {@code gaussian:25} added. */
    public EvaluateDenoiser clean(Path images, String noise) {
        return input(new Clean(images, noise, false));
    }

    @Override
    public DenoiserEvaluation execute(Monitor monitor) {
        if (input instanceof Clean clean) {
            SyntheticNoise noise = SyntheticNoise.parse(clean.noise());
            try (DenoiserHandle restorer = DenoiserHandle.open(model, noise.told(), compute, monitor)) {
                return evaluate(restorer.denoiser(), clean, noise, monitor).computedIn(restorer.precision());
            }
        }
        try (DenoiserHandle restorer = DenoiserHandle.open(model, Optional.empty(), compute, monitor)) {
            return evaluate(restorer, ((Pairs) input).pairs(), monitor);
        }
    }

    private static DenoiserEvaluation evaluate(DenoiserHandle restorer, Data data, Monitor monitor) {
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

    private DenoiserEvaluation evaluate(Denoiser denoiser, Clean clean, SyntheticNoise made, Monitor monitor) {
        NoiseModel noise = made.model();
        Capture capture = Capture.of(made.toString(), 1);
        PairSource images = made.fitted(Datasets.clean(clean.images()));
        return DenoiserEvaluation.of(BatchRunner.inTurn(
                "evaluate denoiser", images.entries(), PairEntry::name, monitor, entry -> {
                    Image read = entry.load().clean();
                    Image reference = clean.asColour() ? read.asColour() : read;
                    Seed own = made.streamOf(entry.name(), seed);
                    Image noisy = noise.sampleNoisy(reference, capture, own);
                    return DenoiserEvaluation.score(
                            entry.name(),
                            entry.scene(),
                            capture,
                            made.quality(reference, noisy),
                            made.quality(reference, denoiser.denoise(noisy)));
                }));
    }
}
