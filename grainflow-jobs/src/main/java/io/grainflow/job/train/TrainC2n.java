package io.grainflow.job.train;

import io.grainflow.c2n.C2nObjective;
import io.grainflow.c2n.C2nSpec;
import io.grainflow.c2n.C2nTask;
import io.grainflow.c2n.C2nTrainer;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.batch.Targets;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Data;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.RecordFields;
import io.grainflow.job.run.Required;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.UnpairedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a C2N on images that need not be pairs: either clean and noisy images of two folders, or those of pairs, drawn independently. Of
 * pairs, the test scenes are never read and the validation scenes are used for validation only; images of folders are all trained on.
 *
 * @param data pairs, as {@link io.grainflow.dataset.Datasets#open} takes them; instead of {@code clean} and {@code images}
 * @param clean clean images: a folder or a file; with {@code images}
 * @param images noisy images: a folder or a file; with {@code clean}
 * @param allScenes whether all scenes of pairs are used for training; then no scenes are held out
 * @param out model file to write; checkpoints are written beside it
 * @param recipe sizes and settings to start from
 * @param training how long and how; its settings are fields of the generator's, the objective's and the plan's record
 * @param compute threads, device, number format and memory
 */
public record TrainC2n(
        Optional<String> data,
        Optional<Path> clean,
        Optional<Path> images,
        boolean allScenes,
        @Required Path out,
        Recipe recipe,
        TrainingOptions training,
        ComputeOptions compute)
        implements Job<AdversarialTraining>, TrainingSettings<TrainC2n>, ComputeSettings<TrainC2n> {
    /** The small recipe. The images and the output file have to be set. */
    public static TrainC2n defaults() {
        return new TrainC2n(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Path.of(""),
                Recipe.COMPACT,
                TrainingOptions.defaults(),
                ComputeOptions.defaults());
    }

    public TrainC2n data(String data) {
        return RecordFields.with(this, "data", Optional.of(data));
    }

    public TrainC2n clean(Path clean) {
        return RecordFields.with(this, "clean", Optional.of(clean));
    }

    public TrainC2n images(Path images) {
        return RecordFields.with(this, "images", Optional.of(images));
    }

    public TrainC2n allScenes(boolean allScenes) {
        return RecordFields.with(this, "allScenes", allScenes);
    }

    public TrainC2n out(Path out) {
        return RecordFields.with(this, "out", out);
    }

    public TrainC2n recipe(Recipe recipe) {
        return RecordFields.with(this, "recipe", recipe);
    }

    @Override
    public TrainC2n training(TrainingOptions training) {
        return RecordFields.with(this, "training", training);
    }

    @Override
    public TrainC2n compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public AdversarialTraining execute(Monitor monitor) {
        requireOneWay();
        Targets.file(out, training.replaces(), TrainingOptions.REPLACING);
        compute.inference();
        boolean compact = recipe == Recipe.COMPACT;
        C2nObjective objective = compact ? C2nObjective.defaults() : C2nObjective.published();
        TrainPlan plan =
                TrainingBasics.plan(compact ? C2nTask.defaultPlan() : C2nTask.publishedPlan(), training, compute);
        SettingsOfRecords settings = SettingsOfRecords.of(training.settings(), C2nSpec.published(), objective, plan);
        TrainPlan wanted = settings.apply(plan);
        UnpairedData read = read(wanted.patchSize(), monitor);
        C2nTask task = new C2nTask(
                settings.apply(spec(read.noisy())),
                settings.apply(objective),
                wanted,
                read,
                out,
                training.start(),
                compute.inference().device(),
                Map.of("seed", "" + training.seed().value()));
        TrainingResult result = TrainingBasics.finished(() -> C2nTrainer.train(task, monitor));
        return AdversarialTraining.of(result, read.all(), List.of());
    }

    private void requireOneWay() {
        if (data.isPresent() && (clean.isPresent() || images.isPresent())) {
            throw new InputException(
                    "images", "are given as pairs and as folders", "give either `data`, or `clean` and `images`");
        }
        if (data.isEmpty() && (clean.isEmpty() || images.isEmpty())) {
            String missing = clean.isPresent()
                    ? "`images` with noisy images is missing"
                    : images.isPresent() ? "`clean` with clean images is missing" : "there are none";
            throw new InputException("images", missing, "give either `data`, or `clean` and `images`");
        }
    }

    private UnpairedData read(int patchSize, Monitor monitor) {
        if (data.isPresent()) {
            return UnpairedData.of(TrainingBasics.read(
                    Data.all(data.get()).open(PairKind.NOISY_AND_CLEAN), allScenes, training, compute, monitor));
        }
        return new UnpairedData(
                TrainingBasics.readImages(clean.orElseThrow(), patchSize, training, compute, monitor),
                TrainingBasics.readImages(images.orElseThrow(), patchSize, training, compute, monitor));
    }

    /** The recipe's generator for such images; only finished photographs are rounded to 8 bit. */
    private C2nSpec spec(TrainingData noisy) {
        C2nSpec start = recipe == Recipe.COMPACT ? C2nSpec.defaults(noisy.channels()) : C2nSpec.published();
        return RecordSettings.replace(
                start,
                Map.of(
                        "channels",
                        noisy.channels(),
                        "rounded",
                        noisy.domain() == PixelDomain.SRGB,
                        "order",
                        C2nSpec.Order.RGB));
    }
}
