package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.denoiser.training.DenoiserTask;
import io.grainflow.denoiser.training.DenoiserTrainer;
import io.grainflow.denoiser.training.Supervision;
import io.grainflow.denoiser.training.Target;
import io.grainflow.denoiser.training.TrainingNoise;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.naflow.NaFlowSpec;
import io.grainflow.naflow.NaFlowTask;
import io.grainflow.naflow.NaFlowTrainer;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints of 0.1.0, before parameters came in groups, are resumed. The files were made by a build of commit 511a98f from the trainings
 * below, which a monitor stopped after 9 of 12 steps. Results of further steps depend on the processor, so they are compared with an
 * uninterrupted training with a tolerance; the content that is read is compared exactly.
 */
final class CheckpointCompatibilityTest {
    private static final int STOPPED = 9;
    private static final int STEPS = 12;
    private static final Map<String, String> SETTINGS = Map.of(
            "steps", "" + STEPS,
            "batchSize", "2",
            "patchSize", "16",
            "warmUpSteps", "2",
            "validations", "3",
            "checkpointEvery", "5",
            "emaDecay", "0.9",
            "threads", "1");

    @TempDir
    Path folder;

    /** A training that writes to a file. */
    private interface Training {
        TrainingResult run(Path out, Monitor monitor);
    }

    private static TrainingResult denoiser(Path out, Monitor monitor) {
        return DenoiserTrainer.train(
                new DenoiserTask(
                        new DnCnnSpec(1, 3, 4, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1),
                        RecordSettings.with(TrainPlan.defaults(), SETTINGS),
                        Supervision.of(TrainingNoise.parse("gaussian:25"), Target.CLEAN),
                        data(SyntheticPairs.of(4, 1, 32, 0.1), SyntheticPairs.of(1, 1, 32, 0.1)),
                        out,
                        ResumePolicy.RESUME,
                        Device.CPU,
                        Map.of()),
                monitor);
    }

    private static TrainingResult flow(Path out, Monitor monitor) {
        Capture capture = Capture.of("one", 100);
        return NaFlowTrainer.train(
                new NaFlowTask(
                        new NaFlowSpec(
                                3, 2, 1, 1, 4, 4, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true),
                        RecordSettings.with(NaFlowTask.defaultPlan(), SETTINGS),
                        EdgeMask.defaults(),
                        data(SyntheticPairs.of(2, 3, 32, 0.05, capture), SyntheticPairs.of(1, 3, 32, 0.05, capture)),
                        Optional.empty(),
                        out,
                        ResumePolicy.RESUME,
                        Device.CPU,
                        Map.of()),
                monitor);
    }

    private static TrainingData data(List<PairEntry> training, List<PairEntry> validation) {
        return TrainingData.read(training, validation, "made", 1 << 24, 1, Monitor.silent());
    }

    @Test
    void ofADenoiser() throws IOException {
        require("first-dncnn.checkpoint", CheckpointCompatibilityTest::denoiser, "psnrDecibelsBefore", "psnrDecibels");
    }

    @Test
    void ofAFlow() throws IOException {
        require("first-naflow.checkpoint", CheckpointCompatibilityTest::flow, "validationBitsPerDim", "validationKld");
    }

    private void require(String resource, Training training, String... figures) throws IOException {
        Path out = folder.resolve("resumed");
        Path file = Checkpoint.beside(out);
        try (InputStream stream =
                Objects.requireNonNull(CheckpointCompatibilityTest.class.getResourceAsStream(resource), resource)) {
            Files.copy(stream, file);
        }
        Checkpoint first = Checkpoint.read(file);
        assertThat(first.updates()).isEmpty();
        assertThat(first.columns()).isEmpty();
        assertThat(training.run(out, stopped()).finished()).isFalse();
        requireSameNumbers(Checkpoint.read(file), first);
        TrainingResult resumed = training.run(out, Monitor.silent());
        TrainingResult whole = training.run(folder.resolve("whole"), Monitor.silent());
        requireSameHistory(resumed.history(), first.tensor(file, "history.validation"), whole.history(), figures);
        assertThat(Checkpoint.read(file).updates().values()).containsExactly((long) STEPS);
        assertThat(ModelFile.read(out).provenance().metrics().get("steps")).isEqualTo(STEPS);
    }

    /** Reading and writing a checkpoint changes no number. */
    private static void requireSameNumbers(Checkpoint written, Checkpoint first) {
        assertThat(written.identity()).isEqualTo(first.identity());
        assertThat(written.progress()).isEqualTo(first.progress());
        assertThat(written.updates().values()).containsExactly((long) STOPPED);
        Map<String, StoredTensor> tensors = written.tensors().tensors();
        assertThat(tensors).containsOnlyKeys(first.tensors().tensors().keySet());
        first.tensors().tensors().forEach((name, tensor) -> {
            StoredTensor own = Objects.requireNonNull(tensors.get(name));
            assertThat(own.shape()).as(name).isEqualTo(tensor.shape());
            assertThat(own.toDoubles()).as(name).isEqualTo(tensor.toDoubles());
        });
    }

    private static void requireSameHistory(
            History resumed, StoredTensor validations, History whole, String... figures) {
        assertThat(resumed.steps()).isEqualTo(STEPS);
        for (int step = 0; step < STEPS; step++) {
            double expected = whole.losses(step, step + 1)[0];
            assertThat(resumed.losses(step, step + 1)[0])
                    .as("loss of step %d", step)
                    .isCloseTo(expected, within(0.01 * Math.abs(expected)));
        }
        assertThat(resumed.validations()).extracting(History.Validation::step).containsExactly(4L, 8L, 12L);
        double[] stored = validations.toDoubles();
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < figures.length; i++) {
                assertThat(resumed.validations().get(row).figures().get(figures[i]))
                        .as(figures[i])
                        .isEqualTo(stored[row * (1 + figures.length) + 1 + i]);
            }
        }
    }

    /** Asks to stop before the first step. */
    private static Monitor stopped() {
        return new Monitor() {
            @Override
            public void on(Event event) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
    }
}
