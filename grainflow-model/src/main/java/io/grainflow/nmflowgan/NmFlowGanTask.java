package io.grainflow.nmflowgan;

import io.grainflow.network.Network;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import io.grainflow.train.LearningRateSchedule;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingIdentity;
import io.grainflow.train.TrainingRequest;
import io.grainflow.train.adversarial.PatchCritic;
import io.grainflow.train.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The training of an NM-FlowGAN.
 *
 * @param spec the model
 * @param schedule settings of the training of flow, generator and critic
 * @param plan settings of the training
 * @param data training and validation pairs
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do with the checkpoint of an earlier training
 * @param device device of the computation
 * @param origin further entries of the model's provenance; no paths of outputs
 */
public record NmFlowGanTask(
        NmFlowGanSpec spec,
        NmFlowGanSchedule schedule,
        TrainPlan plan,
        TrainingData data,
        Path out,
        ResumePolicy start,
        Device device,
        Map<String, String> origin) {
    private static final int DOUBLINGS = 3;

    /** @throws InputException if model, plan and data do not fit together */
    public NmFlowGanTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "nm-flowgan",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "leave channels out");
        }
        captures(data).forEach(spec::cameraIndex);
        captures(data).forEach(spec::isoIndex);
        if (spec.conditioning() == NmFlowGanSpec.Conditioning.BATCH && plan.batchSize() < 2) {
            throw new InputException(
                    "setting batchSize",
                    "is 1, but `conditioning=batch` normalises by the statistics of the batch",
                    "set `batchSize` to at least 2, or `conditioning=sample`");
        }
        patchSize(spec, schedule, data.patchSize(plan));
    }

    /** Default settings, for some minutes on a few processor cores. */
    public static TrainPlan defaultPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps",
                        5_000L,
                        "batchSize",
                        8,
                        "patchSize",
                        48,
                        "learningRate",
                        2e-3,
                        "gradientClip",
                        0.0,
                        "emaDecay",
                        0.995,
                        "validations",
                        10));
    }

    /**
     * The published plan. Its number of steps is that of 40 epochs of the SIDD's crops; the rate is halved after each quarter. Averages
     * are not kept.
     */
    public static TrainPlan publishedPlan() {
        return RecordSettings.replace(
                TrainPlan.defaults(),
                Map.of(
                        "steps",
                        245_000L,
                        "batchSize",
                        128,
                        "patchSize",
                        96,
                        "learningRate",
                        1e-4,
                        "finalLearningRate",
                        0.0,
                        "schedule",
                        LearningRateSchedule.QUARTERS,
                        "warmUpSteps",
                        0,
                        "emaDecay",
                        0.0,
                        "validations",
                        40));
    }

    /** Cameras and ISOs of the training pairs, sorted. */
    public static List<Capture> captures(TrainingData data) {
        return data.trainingCaptures();
    }

    /** Side of the patches: whole blocks of generator and critic. */
    int patchSize() {
        return patchSize(spec, schedule, data.patchSize(plan));
    }

    private static int patchSize(NmFlowGanSpec spec, NmFlowGanSchedule schedule, int most) {
        int block = Math.max(spec.block(), 1 << schedule.criticHalvings());
        if (most < block) {
            throw new InputException(
                    "patches",
                    "have at most " + most + " pixels, generator and critic need at least " + block,
                    "take larger images, or set `patchSize`, `generatorDepth` or `criticHalvings`");
        }
        return most / block * block;
    }

    /** The critic of noise and clean image. */
    Network critic() {
        return new PatchCritic(
                        2 * spec.channels(),
                        patchSize(),
                        schedule.criticWidth(),
                        schedule.criticHalvings(),
                        DOUBLINGS,
                        true)
                .network("critic.");
    }

    TrainingRequest request() {
        TrainingIdentity identity =
                TrainingIdentity.of(plan, data, device).with("spec.", spec).with("schedule.", schedule);
        origin.forEach((name, value) -> identity.with("origin." + name, value));
        return new TrainingRequest(plan, data, out, start, device, identity.parts());
    }
}
