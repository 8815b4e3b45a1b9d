package io.grainflow.naflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.train.History;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.EdgeMask;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of flows: learning, resuming to the same bytes, adding cameras, stability of deep flows. */
final class NaFlowTrainerTest {
    private static final NaFlowSpec SPEC =
            new NaFlowSpec(3, 2, 1, 1, 8, 8, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true);
    private static final TrainPlan PLAN = RecordSettings.with(
            NaFlowTask.defaultPlan(),
            Map.of(
                    "steps", "30",
                    "batchSize", "4",
                    "patchSize", "16",
                    "learningRate", "3e-3",
                    "warmUpSteps", "2",
                    "validations", "2",
                    "checkpointEvery", "7",
                    "emaDecay", "0.9",
                    "threads", "1"));

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static TrainingData data(String camera, double sigma) {
        List<PairEntry> entries = new ArrayList<>(SyntheticPairs.of(4, 3, 40, sigma, Capture.of(camera, 100)));
        return TrainingData.read(entries, List.of(entries.get(0)), "made", 1 << 26, 1, Monitor.silent());
    }

    private NaFlowTask task(String name, NaFlowSpec spec, TrainPlan plan, TrainingData data, ResumePolicy start) {
        return new NaFlowTask(
                spec, plan, EdgeMask.defaults(), data, Optional.empty(), file(name), start, Device.CPU, Map.of());
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private NaFlowTask.Origin origin(String name) {
        ModelFile<NoiseSpec> model = Models.readNoise(file(name));
        return new NaFlowTask.Origin(
                new ModelFile<>(
                        (NaFlowSpec) model.spec(),
                        model.vocabulary(),
                        model.units(),
                        model.provenance(),
                        model.weights()),
                name);
    }

    @Test
    void learns() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "200"));
        NaFlowSpec whole = RecordSettings.with(SPEC, Map.of("residual", "false"));
        TrainingResult result =
                NaFlowTrainer.train(task("a", whole, plan, data("one", 0.05), ResumePolicy.NEW), Monitor.silent());
        assertThat(result.finished()).isTrue();
        List<History.LossPoint> curve = result.history().lossCurve(10);
        assertThat(curve.get(9).lossMean()).isLessThan(curve.get(0).lossMean() - 0.5);
    }

    @Test
    void beginsAtTheLevelOfWhiteNoiseWhenItSeesTheResidual() {
        TrainingResult result =
                NaFlowTrainer.train(task("w", SPEC, PLAN, data("one", 0.05), ResumePolicy.NEW), Monitor.silent());
        // white noise of 0.05 has log2(256 * 0.05 * sqrt(2 pi e)) = 5.72 bits a value
        assertThat(result.history().lastValidation().orElseThrow().figures().get("validationBitsPerDim"))
                .isBetween(5.5, 6.1);
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        TrainingData data = data("one", 0.05);
        NaFlowTrainer.train(task("whole", SPEC, PLAN, data, ResumePolicy.NEW), Monitor.silent());
        for (int stop : new int[] {0, 17}) {
            String name = "stopped" + stop;
            NaFlowTrainer.train(
                    task(name, SPEC, PLAN, data, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(stop));
            NaFlowTrainer.train(task(name, SPEC, PLAN, data, ResumePolicy.RESUME), Monitor.silent());
            assertThat(Files.readAllBytes(file(name))).isEqualTo(Files.readAllBytes(file("whole")));
        }
    }

    /** For white noise the initial values are optimal; a stable training stays near them. */
    @Test
    void fourLevelsAreStable() {
        NaFlowSpec deep =
                new NaFlowSpec(1, 4, 2, 2, 8, 8, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true);
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "60", "patchSize", "32", "learningRate", "1e-3"));
        List<PairEntry> entries = SyntheticPairs.of(4, 1, 40, 0.05);
        TrainingData grey = TrainingData.read(entries, List.of(), "made", 1 << 26, 1, Monitor.silent());
        TrainingResult result = NaFlowTrainer.train(task("deep", deep, plan, grey, ResumePolicy.NEW), Monitor.silent());
        double white = Math.log(256 * 0.05 * Math.sqrt(2 * Math.PI * Math.E)) / Math.log(2);
        assertThat(result.history().lossCurve(6)).allMatch(point -> point.lossMean() < white + 1);
    }

    @Test
    void strongEdgesCanBeLeftOut() {
        NaFlowTask masked = new NaFlowTask(
                SPEC,
                PLAN,
                new EdgeMask(0.1),
                data("one", 0.05),
                Optional.empty(),
                file("masked"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
        TrainingResult result = NaFlowTrainer.train(masked, Monitor.silent());
        assertThat(result.history().recentLoss(5)).isFinite();
    }

    @Test
    void addsACameraAndKeepsTheOldOnes() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "120"));
        NaFlowTrainer.train(task("old", SPEC, plan, data("one", 0.04), ResumePolicy.NEW), Monitor.silent());
        TrainPlan few = RecordSettings.with(PLAN, Map.of("steps", "5", "learningRate", "1e-4"));
        TrainingData other = data("two", 0.12);
        NaFlowTask adapting = new NaFlowTask(
                SPEC,
                few,
                EdgeMask.defaults(),
                other,
                Optional.of(origin("old")),
                file("both"),
                ResumePolicy.NEW,
                Device.CPU,
                Map.of());
        NaFlowTrainer.train(adapting, Monitor.silent());
        NaFlowNoise old = NaFlowNoise.of(origin("old").file(), Inference.on(Device.CPU));
        NaFlowNoise both = NaFlowNoise.of(origin("both").file(), Inference.on(Device.CPU));
        assertThat(both.captures()).containsExactly(Capture.of("one", 100), Capture.of("two", 100));
        PairEntry first = data("one", 0.04).training().get(0);
        PairEntry second = other.training().get(0);
        assertThat(both.nllNatsPerDim(first.load())).isLessThan(old.nllNatsPerDim(first.load()) + 0.1);
        assertThat(both.nllNatsPerDim(second.load())).isLessThan(old.nllOfUnknownCapture(second.load()) - 0.3);
    }

    @Test
    void whatDoesNotFitIsToldInOneLine() {
        TrainingData data = data("one", 0.05);
        NaFlowSpec raw = RecordSettings.with(SPEC, Map.of("channels", "4"));
        assertThatThrownBy(() -> task("x", raw, PLAN, data, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("takes 4 channels, the images have 3");
        NaFlowSpec deep = RecordSettings.with(SPEC, Map.of("levels", "5"));
        assertThatThrownBy(() -> task("x", deep, PLAN, data, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs patches of at least 64 pixels");
    }
}
