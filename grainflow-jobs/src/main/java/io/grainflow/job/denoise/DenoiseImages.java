package io.grainflow.job.denoise;

import io.grainflow.corruption.Corruption;
import io.grainflow.dataset.Renders;
import io.grainflow.file.Levels;
import io.grainflow.job.batch.BatchRunner;
import io.grainflow.job.batch.ImageOutputs;
import io.grainflow.job.batch.ImageSet;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Failure;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.OverwritePolicy;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Restores images; stacks and volumes frame by frame. Results have the bit depth of their input; what came as JPEG becomes
 * PNG, raw files become DNG.
 *
 * @param model denoiser: a file, or bm3d or nlm
 * @param noise noise of the images, for methods that need no training; if empty, it is estimated from each image
 * @param images an image or a folder of them
 * @param levels digital numbers of black and white, for files that do not state them
 * @param out folder of the restored images
 */
public record DenoiseImages(
        @Required DenoiserChoice model,
        Optional<Corruption> noise,
        @Required Path images,
        Optional<Levels> levels,
        @Required Path out,
        OverwritePolicy existing,
        ComputeOptions compute)
        implements Job<DenoiseImages.Result>, ComputeSettings<DenoiseImages> {
    /**
     * The result.
     *
     * @param images number of images written
     * @param failed number of images that could not be restored
     * @param precision number format of a trained denoiser
     */
    public record Result(int images, int failed, List<Failure> failures, Optional<String> precision)
            implements Outcome {}

    /** Default settings. The model, the images and the output have to be set. */
    public static DenoiseImages defaults() {
        return new DenoiseImages(
                DenoiserChoice.parse(""),
                Optional.empty(),
                Path.of(""),
                Optional.empty(),
                Path.of(""),
                OverwritePolicy.REFUSE,
                ComputeOptions.defaults());
    }

    public DenoiseImages model(DenoiserChoice model) {
        return RecordFields.with(this, "model", model);
    }

    public DenoiseImages model(Path model) {
        return model(new DenoiserChoice.ModelFile(model));
    }

    public DenoiseImages noise(Corruption noise) {
        return RecordFields.with(this, "noise", Optional.of(noise));
    }

    public DenoiseImages images(Path images) {
        return RecordFields.with(this, "images", images);
    }

    public DenoiseImages levels(Levels levels) {
        return RecordFields.with(this, "levels", Optional.of(levels));
    }

    public DenoiseImages out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public DenoiseImages existing(OverwritePolicy existing) {
        return RecordFields.with(this, "existing", existing);
    }

    @Override
    public DenoiseImages compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Result execute(Monitor monitor) {
        return execute(monitor, BandSizes.defaults());
    }

    /** As {@link #execute(Monitor)}, with other band sizes. */
    Result execute(Monitor monitor, BandSizes bands) {
        if (noise.isPresent() && !DenoiserHandle.understands(noise.get())) {
            throw new InputException(
                    "noise " + noise.get(),
                    "is none that bm3d and nlm can be told",
                    "give gaussian:SIGMA or poisson:PEAK");
        }
        try (DenoiserHandle restorer = DenoiserHandle.open(model, noise, compute, monitor)) {
            return restore(restorer, monitor, bands);
        }
    }

    private Result restore(DenoiserHandle restorer, Monitor monitor, BandSizes bands) {
        if (noise.isPresent() && restorer.origin().isPresent()) {
            throw new InputException(
                    "noise " + noise.get(), "is told to a trained denoiser", "leave it out: it is for bm3d and nlm");
        }
        ImageRestoration restoration = new ImageRestoration(restorer, levels, bands);
        ImageOutputs outputs = ImageOutputs.of(inputs(restorer), out, existing);
        List<Planned> planned = outputs.missing(existing).stream()
                .map(pair -> new Planned(pair, restoration.plan(pair.input().file())))
                .toList();
        BatchRunner<String> items = BatchRunner.inTurn(
                "denoise", planned, plan -> plan.pair.input().name(), Planned::parts, monitor, (plan, progress) -> {
                    restoration.restore(plan.plan, plan.pair.target(), monitor::cancelled, progress);
                    return plan.pair.targetName();
                });
        return new Result(items.done().size(), items.failures().size(), items.failures(), restorer.precision());
    }

    /** An image and how it is restored. */
    private record Planned(ImageOutputs.Pair pair, ImageRestoration.Plan plan) {
        int parts() {
            return plan.parts();
        }
    }

    /** A denoiser of renders takes only the colour files of a folder that have albedo and normals beside them. */
    private List<ImageSet.Member> inputs(DenoiserHandle restorer) {
        List<ImageSet.Member> all = ImageSet.withVolumes(images);
        List<ImageSet.Member> renders = all.stream()
                .filter(member -> Renders.hasFeatures(member.file()))
                .toList();
        return restorer.ofRenders() && !renders.isEmpty() ? renders : all;
    }
}
