package io.grainflow.neca;

import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.LearningRateSchedule;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The training of a NeCA.
 *
 * @param spec the model, in its whole form
 * @param objective losses and schedule
 * @param plan settings of the training
 * @param data training and validation pairs
 * @param out the file of NeCA-W; NeCA-S lies beside it, its name ends with {@code -s}, and the checkpoint with the suffix {@code
 *     .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance; no paths of outputs
 */
public record NecaTask(
        NecaSpec spec,
        NecaObjective objective,
        TrainPlan plan,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /** Sides of patches are multiples of this: both the correlation network's block and the second critic's step divide them. */
    private static final int PATCH_BLOCK = NecaNetworks.BLOCK * NecaDraws.STEP;

    /** @throws InputException if model and data do not fit together */
    public NecaTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "neca",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "leave channels out");
        }
        if (spec.form() != NecaSpec.Form.WHOLE) {
            throw new InputException("neca", "trains all networks", "leave form out: NeCA-S is written, too");
        }
        if (data.patchSize(plan) < PATCH_BLOCK) {
            throw new InputException(
                    "neca",
                    "needs patches of at least " + PATCH_BLOCK + " pixels, the smallest image or the plan has "
                            + data.patchSize(plan),
                    "take larger images or patches");
        }
        List<String> cameras = captures(data).stream()
                .map(capture -> capture.camera().code())
                .distinct()
                .sorted()
                .toList();
        if (spec.sharing() == NecaSpec.Sharing.PER_CAMERA
                && !cameras.equals(spec.cameras().stream().sorted().toList())) {
            throw new InputException(
                    "neca",
                    "has networks for " + spec.cameras() + ", the data is of " + cameras,
                    "leave cameras out: they follow from the data");
        }
    }

    /** Settings for some thousand steps within an hour on two processor cores. */
    public static TrainPlan compactPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps",
                        6_000L,
                        "batchSize",
                        8,
                        "patchSize",
                        48,
                        "learningRate",
                        1e-3,
                        "finalLearningRate",
                        1e-5,
                        "warmUpSteps",
                        0,
                        "beta1",
                        0.5,
                        "beta2",
                        0.9,
                        "emaDecay",
                        0.995,
                        "validations",
                        10));
    }

    /** The published settings; 5000 epochs are about two million steps of 16 patches for a camera of SIDD. */
    public static TrainPlan publishedPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps",
                        2_000_000L,
                        "batchSize",
                        16,
                        "patchSize",
                        96,
                        "learningRate",
                        1e-4,
                        "finalLearningRate",
                        1e-4,
                        "schedule",
                        LearningRateSchedule.CONSTANT,
                        "warmUpSteps",
                        0,
                        "beta1",
                        0.5,
                        "beta2",
                        0.9,
                        "emaDecay",
                        0.0));
    }

    /** Cameras and ISOs of the training pairs, sorted. */
    public static List<Capture> captures(TrainingData data) {
        return data.trainingCaptures();
    }

    /** The file of NeCA-S beside that of NeCA-W. */
    public static Path simplified(Path out) {
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        String own = dot < 0 ? name + "-s" : name.substring(0, dot) + "-s" + name.substring(dot);
        return out.resolveSibling(own);
    }

    /** Side of patches in pixels. */
    int patchSize() {
        return data.patchSize(plan) / PATCH_BLOCK * PATCH_BLOCK;
    }

    TrainingRequest request() {
        TrainingIdentity identity =
                TrainingIdentity.of(plan, data, device).with("spec.", spec).with("objective.", objective);
        return new TrainingRequest(plan, data, out, start, device, identity.parts());
    }
}
