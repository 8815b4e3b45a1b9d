package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noise.UnknownCaptureException;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairKind;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.train.DivergedException;
import io.grainflow.train.History;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of denoisers: learning, resuming to the same bytes, and errors. */
public final class DenoiserTrainerTest {
    private static final DnCnnSpec SPEC = new DnCnnSpec(1, 4, 8, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
    private static final TrainPlan PLAN = RecordSettings.with(
            TrainPlan.defaults(),
            Map.of(
                    "steps", "40",
                    "batchSize", "4",
                    "patchSize", "16",
                    "warmUpSteps", "2",
                    "validations", "4",
                    "checkpointEvery", "7",
                    "emaDecay", "0.9",
                    "threads", "1"));
    private static final TrainingNoise GAUSSIAN = TrainingNoise.parse("gaussian:25");

    @TempDir
    Path folder;

    @Test
    void learns() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "150", "learningRate", "5e-3"));
        TrainingResult result = DenoiserTrainer.train(task("a", plan, GAUSSIAN, ResumePolicy.NEW), Monitor.silent());
        assertThat(result.finished()).isTrue();
        assertThat(result.history().steps()).isEqualTo(150);
        assertThat(result.history().validations()).hasSize(4);
        History.Validation last = result.history().lastValidation().orElseThrow();
        assertThat(last.figures().get("psnrDecibels"))
                .isGreaterThan(last.figures().get("psnrDecibelsBefore") + 3);
        ModelFile<DenoiserSpec> model = Models.readDenoiser(file("a"));
        assertThat(model.provenance().metrics())
                .containsEntry("validationPsnrDecibels", last.figures().get("psnrDecibels"))
                .containsEntry("steps", 150.0);
        assertThat(model.provenance().dataFingerprint()).isEqualTo("made");
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        DenoiserTrainer.train(task("whole", PLAN, GAUSSIAN, ResumePolicy.NEW), Monitor.silent());
        for (int stop : new int[] {0, 1, 17, 39}) {
            String name = "stopped" + stop;
            TrainingResult part =
                    DenoiserTrainer.train(task(name, PLAN, GAUSSIAN, ResumePolicy.NEW), new StopAfter(stop));
            assertThat(part.finished()).isFalse();
            assertThat(file(name)).doesNotExist();
            TrainingResult rest =
                    DenoiserTrainer.train(task(name, PLAN, GAUSSIAN, ResumePolicy.RESUME), Monitor.silent());
            assertThat(rest.finished()).isTrue();
            assertThat(rest.history().steps()).isEqualTo(40);
            assertThat(Files.readAllBytes(file(name)))
                    .as("stopped at %d", stop)
                    .isEqualTo(Files.readAllBytes(file("whole")));
        }
    }

    @Test
    void severalThreadsResumeToTheSameBytesToo() throws IOException {
        TrainPlan plan = PLAN.withThreads(2);
        DenoiserTrainer.train(task("whole", plan, GAUSSIAN, ResumePolicy.NEW), Monitor.silent());
        DenoiserTrainer.train(task("a", plan, GAUSSIAN, ResumePolicy.NEW), new StopAfter(17));
        DenoiserTrainer.train(task("a", plan, GAUSSIAN, ResumePolicy.RESUME), Monitor.silent());
        assertThat(file("a")).hasSameBinaryContentAs(file("whole"));
    }

    @Test
    void resumingWithoutCheckpointBegins() throws IOException {
        DenoiserTrainer.train(task("a", PLAN, new TrainingNoise.Real(), ResumePolicy.NEW), Monitor.silent());
        DenoiserTrainer.train(task("b", PLAN, new TrainingNoise.Real(), ResumePolicy.RESUME), Monitor.silent());
        assertThat(file("b")).hasSameBinaryContentAs(file("a"));
    }

    @Test
    void finishedTrainingsAreLeftAlone() throws IOException {
        DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.NEW), Monitor.silent());
        byte[] model = Files.readAllBytes(file("a"));
        List<Event> events = new ArrayList<>();
        TrainingResult again = DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.RESUME), events::add);
        assertThat(again.finished()).isTrue();
        assertThat(events)
                .anyMatch(
                        event -> event instanceof Event.Note note && note.text().contains("is finished"));
        Files.delete(file("a"));
        DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.RESUME), Monitor.silent());
        assertThat(Files.readAllBytes(file("a"))).isEqualTo(model);
    }

    @Test
    void otherTrainingsAreNotResumed() {
        DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.NEW), new StopAfter(3));
        TrainPlan other = RecordSettings.with(PLAN, Map.of("batchSize", "5", "checkpointEvery", "9"));
        assertThatThrownBy(() -> DenoiserTrainer.train(
                        task("a", other, TrainingNoise.parse("poisson:30"), ResumePolicy.RESUME), Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("plan.batchSize was 4, is 5")
                .hasMessageContaining("noise was gaussian:25, is poisson:30")
                .hasMessageNotContaining("checkpointEvery");
        assertThatThrownBy(() -> DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.NEW), Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unfinished training (step 3 of 40)")
                .hasMessageContaining("start=resume");
        assertThat(DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.REPLACE), Monitor.silent())
                        .finished())
                .isTrue();
    }

    /** Without any clean image the loss falls towards the noise variance of the targets; data of another kind are refused. */
    @Test
    void learnsFromTwoShots() {
        TrainingResult result = DenoiserTrainer.train(shots(data(1).with(PairKind.TWO_SHOTS)), Monitor.silent());
        assertThat(result.history().medianLoss(30, 40))
                .isLessThan(result.history().medianLoss(0, 10));
        assertThat(result.history()
                        .lastValidation()
                        .orElseThrow()
                        .figures()
                        .toMap()
                        .values())
                .allMatch(Double::isFinite);
        assertThatThrownBy(() -> new DenoiserTask(
                        SPEC,
                        PLAN,
                        Supervision.of(GAUSSIAN, Target.CLEAN),
                        data(1).with(PairKind.TWO_SHOTS),
                        file("b"),
                        ResumePolicy.NEW,
                        Device.CPU,
                        Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two noisy shots")
                .hasMessageContaining("target=noisy");
    }

    /** The exponent of this loss falls over the run, so rising values do not indicate divergence. */
    @Test
    void lossesThatCannotBeComparedDoNotStopTheTraining() {
        DenoiserTask task = new DenoiserTask(
                SPEC,
                RecordSettings.with(PLAN, Map.of("divergenceFactor", "1.5", "steps", "80")),
                Supervision.of(TrainingNoise.parse("impulse:0.3"), Target.NOISY),
                data(1),
                file("l0"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
        assertThat(task.supervision().loss()).isEqualTo(Loss.L0);
        History history = DenoiserTrainer.train(task, Monitor.silent()).history();
        assertThat(history.medianLoss(60, 80)).isGreaterThan(2 * history.medianLoss(0, 20));
    }

    private DenoiserTask shots(TrainingData data) {
        return new DenoiserTask(
                SPEC,
                PLAN,
                Supervision.of(new TrainingNoise.Real(), Target.NOISY),
                data,
                file("shots"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
    }

    @Test
    void divergenceStopsTheTraining() {
        TrainPlan wild = RecordSettings.with(
                PLAN, Map.of("learningRate", "10", "schedule", "constant", "warmUpSteps", "0", "steps", "60"));
        assertThatThrownBy(() -> DenoiserTrainer.train(task("a", wild, GAUSSIAN, ResumePolicy.NEW), Monitor.silent()))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("lower learning rate")
                .hasMessageContaining("a.safetensors.checkpoint");
        assertThat(file("a")).doesNotExist();
    }

    @Test
    void noisyTargetsNeedRepeatableNoise() {
        assertThatThrownBy(() -> shots(data(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs two noisy pictures")
                .hasMessageContaining("shots:DIR");
        DenoiserTask noise2Noise = new DenoiserTask(
                SPEC,
                RecordSettings.with(PLAN, Map.of("steps", "150", "learningRate", "5e-3")),
                Supervision.of(GAUSSIAN, Target.NOISY),
                data(1),
                file("n2n"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
        History.Validation last = DenoiserTrainer.train(noise2Noise, Monitor.silent())
                .history()
                .lastValidation()
                .orElseThrow();
        assertThat(last.figures().get("psnrDecibels"))
                .isGreaterThan(last.figures().get("psnrDecibelsBefore") + 2);
    }

    @Test
    void captureAndChannelsMustFit() {
        HeteroscedasticNoise model = new HeteroscedasticNoise(
                Map.of(Capture.of("other", 100), new NoiseLevel(new double[] {0.1}, new double[] {0.01})));
        TrainingNoise noise = new TrainingNoise.Learned(model, "abc", true);
        assertThatThrownBy(() -> task("a", PLAN, noise, ResumePolicy.NEW)).isInstanceOf(UnknownCaptureException.class);
        assertThatThrownBy(() -> new DenoiserTask(
                        SPEC,
                        PLAN,
                        Supervision.of(GAUSSIAN, Target.CLEAN),
                        data(3),
                        file("a"),
                        ResumePolicy.NEW,
                        Device.CPU,
                        Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("takes 1 channels, the images have 3");
    }

    @Test
    void minutesBecomeSteps() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("minutes", "0.03"));
        TrainingResult result = DenoiserTrainer.train(task("a", plan, GAUSSIAN, ResumePolicy.NEW), new StopAfter(2));
        assertThat(result.steps()).isGreaterThan(5);
        TrainingResult resumed =
                DenoiserTrainer.train(task("a", plan, GAUSSIAN, ResumePolicy.RESUME), Monitor.silent());
        assertThat(resumed.steps()).isEqualTo(result.steps());
        assertThat(resumed.finished()).isTrue();
    }

    @Test
    void nothingNativePilesUp() {
        DenoiserTrainer.train(task("a", PLAN, GAUSSIAN, ResumePolicy.NEW), Monitor.silent());
        List<Long> alive = new ArrayList<>();
        DenoiserTrainer.train(task("b", PLAN, GAUSSIAN, ResumePolicy.NEW), event -> {
            if (event instanceof Event.Advanced) {
                alive.add(NativeLibrary.liveObjects());
            }
        });
        // earlier models may be garbage-collected meanwhile, so the number may fall
        assertThat(alive.get(alive.size() - 1)).isLessThanOrEqualTo(alive.get(0));
    }

    private DenoiserTask task(String name, TrainPlan plan, TrainingNoise noise, ResumePolicy start) {
        return new DenoiserTask(
                SPEC,
                plan,
                Supervision.of(noise, Target.CLEAN),
                data(1),
                file(name),
                start,
                Device.CPU,
                Map.of("data", "made"));
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private static TrainingData data(int channels) {
        return TrainingData.read(
                SyntheticPairs.of(5, channels, 40, 0.1),
                SyntheticPairs.of(2, channels, 50, 0.1),
                "made",
                1 << 24,
                2,
                Monitor.silent());
    }

    /** Asks to stop once so many steps of a training are done. */
    public static final class StopAfter implements Monitor {
        private final long steps;
        private boolean reached;

        public StopAfter(long steps) {
            this.steps = steps;
        }

        @Override
        public void on(Event event) {
            reached |= event instanceof Event.Started started && started.unit().equals("steps") && steps == 0;
            reached |= event instanceof Event.Advanced advanced && advanced.done() >= steps;
        }

        @Override
        public boolean cancelled() {
            return reached;
        }
    }
}
