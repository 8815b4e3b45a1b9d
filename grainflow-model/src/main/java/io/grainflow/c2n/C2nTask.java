package io.grainflow.c2n;

import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.LearningRateSchedule;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.data.UnpairedData;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * The training of a C2N.
 *
 * @param spec the generator
 * @param objective the critic and the losses
 * @param plan settings of the training, for generator and critic
 * @param data clean and noisy images; where it has validation pairs, they are used for validation only
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance; no paths of outputs
 */
public record C2nTask(
        C2nSpec spec,
        C2nObjective objective,
        TrainPlan plan,
        UnpairedData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    /**
     * Checks that generator and images fit.
     *
     * @throws InputException if they do not
     */
    public C2nTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.noisy().channels()) {
            throw new InputException(
                    "c2n",
                    "takes " + spec.channels() + " channels, the images have "
                            + data.noisy().channels(),
                    "set channels=" + data.noisy().channels());
        }
        if (spec.order() != C2nSpec.Order.RGB) {
            throw new InputException(
                    "c2n",
                    "learns from images as they are read, red first; the order blue first is that of the released weights",
                    "leave `settings` order out");
        }
    }

    /**
     * The released schedule: 36 epochs of 36,000 patches of 96 pixels, learning rate 1e-4, multiplied by 0.8 every third epoch. The
     * coefficients of Adam are those of the practice repository. The weights are not averaged.
     */
    public static TrainPlan publishedPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.ofEntries(
                        Map.entry("steps", 36_000L),
                        Map.entry("batchSize", 36),
                        Map.entry("patchSize", 96),
                        Map.entry("learningRate", 1e-4),
                        Map.entry("finalLearningRate", 0.0),
                        Map.entry("schedule", LearningRateSchedule.STAIRS),
                        Map.entry("warmUpSteps", 0),
                        Map.entry("emaDecay", 0.0),
                        Map.entry("validations", 36)));
    }

    /**
     * For two processor cores and about three quarters of an hour. The learning rate is higher than published and falls, the coefficients of
     * Adam are those for few steps of adversarial training, and the generator's weights are averaged.
     */
    public static TrainPlan defaultPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.ofEntries(
                        Map.entry("steps", 3_000L),
                        Map.entry("batchSize", 6),
                        Map.entry("patchSize", 48),
                        Map.entry("learningRate", 5e-4),
                        Map.entry("finalLearningRate", 5e-5),
                        Map.entry("schedule", LearningRateSchedule.COSINE),
                        Map.entry("warmUpSteps", 0),
                        Map.entry("beta1", 0.5),
                        Map.entry("beta2", 0.9),
                        Map.entry("emaDecay", 0.99),
                        Map.entry("validations", 10)));
    }

    TrainingRequest request() {
        SortedMap<String, String> identity = TrainingIdentity.of(plan, data.all(), device)
                .with("cleanImages", Integer.toString(data.clean().training().size()))
                .with("spec.", spec)
                .with("objective.", objective)
                .parts();
        return new TrainingRequest(plan, data.all(), out, start, device, identity);
    }
}
