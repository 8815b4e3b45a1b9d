package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.train.Metrics;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.adversarial.SampleValidation;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a small NeCA on white noise of two strengths. */
final class NecaTrainerTest {
    private static final Capture WEAK = Capture.of("a", 100);
    private static final Capture STRONG = Capture.of("b", 400);

    private static final TrainPlan PLAN = RecordSettings.with(
            NecaTask.compactPlan(),
            Map.of(
                    "steps", "24",
                    "batchSize", "2",
                    "patchSize", "24",
                    "learningRate", "3e-3",
                    "validations", "2",
                    "checkpointEvery", "7",
                    "emaDecay", "0.9",
                    "threads", "1"));
    private static final NecaObjective OBJECTIVE =
            RecordSettings.with(NecaObjective.compact(), Map.of("criticWidth", "2", "adversarialEvery", "5"));

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static TrainingData data() {
        List<PairEntry> entries = new ArrayList<>(SyntheticPairs.of(3, 3, 40, 0.04, WEAK));
        entries.addAll(SyntheticPairs.of(3, 3, 40, 0.12, STRONG));
        return TrainingData.read(
                entries, List.of(entries.get(0), entries.get(5)), "made", 1 << 26, 1, Monitor.silent());
    }

    private static NecaSpec spec(NecaSpec.Sharing sharing) {
        return new NecaSpec(3, 4, 4, 2, NecaSpec.Form.WHOLE, sharing, 0.1, List.of("a", "b"));
    }

    private NecaTask task(String name, NecaSpec spec, NecaObjective objective, TrainPlan plan, ResumePolicy start) {
        return new NecaTask(spec, objective, plan, data(), file(name), start, Device.CPU, Map.of());
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        NecaObjective joint = RecordSettings.with(
                OBJECTIVE,
                Map.of("jointFrom", "0.3", "separate", "false", "denoiserDepth", "3", "denoiserFeatures", "2"));
        for (NecaSpec.Sharing sharing : NecaSpec.Sharing.values()) {
            for (NecaObjective objective : List.of(OBJECTIVE, joint)) {
                String name = sharing + "-" + objective.hasDenoiser();
                NecaSpec spec = spec(sharing);
                NecaTrainer.train(task(name, spec, objective, PLAN, ResumePolicy.NEW), Monitor.silent());
                String stopped = name + "-stopped";
                NecaTrainer.train(
                        task(stopped, spec, objective, PLAN, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(17));
                TrainingResult rest =
                        NecaTrainer.train(task(stopped, spec, objective, PLAN, ResumePolicy.RESUME), Monitor.silent());
                assertThat(rest.finished()).isTrue();
                assertThat(Files.readAllBytes(file(stopped))).isEqualTo(Files.readAllBytes(file(name)));
                assertThat(Files.readAllBytes(NecaTask.simplified(file(stopped))))
                        .isEqualTo(Files.readAllBytes(NecaTask.simplified(file(name))));
            }
        }
    }

    @Test
    void bothFormsAreWrittenWithTheirVocabulary() {
        for (NecaSpec.Sharing sharing : NecaSpec.Sharing.values()) {
            NecaTrainer.train(task("both", spec(sharing), OBJECTIVE, PLAN, ResumePolicy.REPLACE), Monitor.silent());
            ModelFile<?> whole = Models.readNoise(file("both"));
            ModelFile<?> simplified = Models.readNoise(folder.resolve("both-s.safetensors"));
            assertThat(whole.vocabulary()).containsExactly(WEAK, STRONG);
            assertThat(((NecaSpec) simplified.spec()).form()).isEqualTo(NecaSpec.Form.SIMPLIFIED);
            assertThat(simplified.vocabulary()).hasSize(sharing == NecaSpec.Sharing.ALL ? 0 : 2);
            assertThat(simplified.weights().tensors())
                    .allSatisfy((name, tensor) ->
                            assertThat(tensor).isEqualTo(whole.weights().get(name)));
        }
    }

    /** Every step trains one camera, and each camera has its own count of steps: the critics' scores count in every fifth of them. */
    @Test
    void camerasTakeTurns() {
        NecaTask task = task("turns", spec(NecaSpec.Sharing.PER_CAMERA), OBJECTIVE, PLAN, ResumePolicy.NEW);
        NecaTrainer.train(task, Monitor.silent());
        Safetensors.Contents checkpoint = Safetensors.read(folder.resolve("turns.safetensors.checkpoint"));
        double[] losses =
                Objects.requireNonNull(checkpoint.tensors().get("history.loss")).toDoubles();
        int adversarial = NecaStep.names(OBJECTIVE).indexOf(NecaStep.ADVERSARIAL);
        for (int i = 0; i < 24; i++) {
            double loss = losses[i * NecaStep.names(OBJECTIVE).size() + adversarial];
            assertThat(Double.isNaN(loss)).as("step %d", i).isEqualTo(i / 2 % 5 != 4);
        }
        assertThat(checkpoint.metadata().toString())
                .contains(
                        updates("0.critics", 12),
                        updates("1.critics", 12),
                        updates("0.correlation", 8),
                        updates("1.levels", 12));
    }

    private static String updates(String group, int count) {
        return "{\"group\":\"" + group + "\",\"count\":" + count + "}";
    }

    /** The gain is the noise's standard deviation, and levels follow it, so that samples have the strength of each capture. */
    @Test
    void learnsTheStrengthOfNoise() {
        TrainPlan plan = RecordSettings.with(
                PLAN, Map.of("steps", "300", "batchSize", "4", "validations", "1", "learningRate", "5e-3"));
        NecaSpec spec = spec(NecaSpec.Sharing.PER_CAMERA);
        NecaObjective gentle = RecordSettings.with(OBJECTIVE, Map.of("adversarialPace", "0.04"));
        TrainingResult result =
                NecaTrainer.train(task("learned", spec, gentle, plan, ResumePolicy.NEW), Monitor.silent());
        Metrics figures = result.history().lastValidation().orElseThrow().figures();
        assertThat(figures.names()).contains(SampleValidation.KLD, SampleValidation.AKLD, SampleValidation.CORRELATION);
        ModelFile<NecaSpec> file = read("learned");
        double[] gains = file.weights().get(NecaSpec.GAIN_MEAN).toDoubles();
        assertThat(gains[0]).isBetween(0.02, 0.06);
        assertThat(gains[1]).isBetween(0.09, 0.15);
        try (NecaNoise model =
                new NecaNoise(file.spec(), file.vocabulary(), file.weights(), Inference.on(Device.CPU))) {
            NoisyPair pair = data().validation().get(0).load();
            double weak = deviation(pair.clean(), model.sampleNoisy(pair.clean(), WEAK, new Seed(1)));
            double strong = deviation(pair.clean(), model.sampleNoisy(pair.clean(), STRONG, new Seed(1)));
            assertThat(weak).isBetween(0.02, 0.07);
            assertThat(strong).isBetween(0.07, 0.2);
        }
    }

    private ModelFile<NecaSpec> read(String name) {
        ModelFile<?> file = Models.readNoise(file(name));
        return new ModelFile<>(
                (NecaSpec) file.spec(), file.vocabulary(), file.units(), file.provenance(), file.weights());
    }

    private static double deviation(Image clean, Image noisy) {
        double squares = 0;
        for (int i = 0; i < clean.size(); i++) {
            double noise = noisy.values().get(i) - clean.values().get(i);
            squares += noise * noise / clean.size();
        }
        return Math.sqrt(squares);
    }

    @Test
    void lossesAreToldByName() {
        List<Map<String, Double>> figures = new ArrayList<>();
        NecaTrainer.train(task("told", spec(NecaSpec.Sharing.ALL), OBJECTIVE, PLAN, ResumePolicy.NEW), event -> {
            if (event instanceof Event.Advanced advanced && advanced.done() == 24) {
                figures.add(advanced.figures());
            }
        });
        assertThat(figures.get(figures.size() - 1))
                .containsKeys(
                        "criticGap",
                        "gradientPenalty",
                        "gainLoss",
                        "levelLoss",
                        "regularisation",
                        "adversarialLoss",
                        "subAdversarialLoss",
                        "validationKld");
    }

    @Test
    void narrowNetworksStartWithLargerKernels() {
        NecaSpec published = NecaSpec.published();
        NecaSpec compact = NecaSpec.defaults(3, List.of(WEAK));
        assertThat(spread(published.start(new Seed(1)), "G2.encoders.1.2.weight"))
                .isBetween(0.0195, 0.0205);
        assertThat(spread(published.start(new Seed(1)), "G2.encoders.0.0.weight"))
                .isBetween(0.0195, 0.0205);
        assertThat(spread(published.start(new Seed(1)), "G1.conv3.weight")).isBetween(0.0195, 0.0205);
        double expected = 0.02 * Math.sqrt(64.0 / compact.correlationWidth());
        assertThat(spread(compact.start(new Seed(1)), "G2.encoders.1.2.weight"))
                .isBetween(0.95 * expected, 1.05 * expected);
    }

    private static double spread(Weights weights, String name) {
        StoredTensor tensor = weights.get(name);
        double squares = 0;
        for (double value : tensor.toDoubles()) {
            squares += value * value;
        }
        return Math.sqrt(squares / tensor.toDoubles().length);
    }

    @Test
    void whatDoesNotFitIsToldInOneLine() {
        NecaSpec four = RecordSettings.with(spec(NecaSpec.Sharing.ALL), Map.of("channels", "4"));
        assertThatThrownBy(() -> task("x", four, OBJECTIVE, PLAN, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("takes 4 channels, the images have 3");
        TrainPlan small = RecordSettings.with(PLAN, Map.of("patchSize", "16"));
        assertThatThrownBy(() -> task("x", spec(NecaSpec.Sharing.ALL), OBJECTIVE, small, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs patches of at least 24 pixels");
        NecaSpec simplified = spec(NecaSpec.Sharing.ALL).with(NecaSpec.Form.SIMPLIFIED);
        assertThatThrownBy(() -> task("x", simplified, OBJECTIVE, PLAN, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("trains all networks");
        NecaSpec other = new NecaSpec(3, 4, 4, 2, NecaSpec.Form.WHOLE, NecaSpec.Sharing.PER_CAMERA, 0.1, List.of("a"));
        assertThatThrownBy(() -> task("x", other, OBJECTIVE, PLAN, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has networks for [a], the data is of [a, b]");
    }
}
