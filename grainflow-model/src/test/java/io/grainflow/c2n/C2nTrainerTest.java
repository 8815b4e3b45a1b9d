package io.grainflow.c2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.History;
import io.grainflow.train.LearningRate;
import io.grainflow.train.LearningRateSchedule;
import io.grainflow.train.LossReport;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.Publication;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.StepClock;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.Trainer;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.TrainingSystem;
import io.grainflow.train.TrainingTask;
import io.grainflow.train.adversarial.SampleValidation;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import io.grainflow.train.data.UnpairedBatch;
import io.grainflow.train.data.UnpairedBatches;
import io.grainflow.train.data.UnpairedData;
import io.grainflow.train.divergence.CriticCollapse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of C2N on pairs and on unpaired images: one step in numbers, learning, resuming to the same bytes, native memory. */
final class C2nTrainerTest {
    private static final C2nSpec SPEC =
            new C2nSpec(3, 4, 3, 1, 1, 1, C2nSpec.Distribution.UNIFORM, C2nSpec.Order.RGB, false);
    private static final C2nObjective OBJECTIVE =
            new C2nObjective(6, 1, 2, 10, C2nObjective.Penalised.MEAN, 0.01, C2nObjective.Stabilising.BATCH, 1);
    private static final TrainPlan PLAN = RecordSettings.with(
            C2nTask.defaultPlan(),
            Map.of(
                    "steps", "24",
                    "batchSize", "3",
                    "patchSize", "12",
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

    private static UnpairedData pairs(double sigma) {
        List<PairEntry> entries = new ArrayList<>(SyntheticPairs.of(4, 3, 40, sigma));
        return UnpairedData.of(
                TrainingData.read(entries, List.of(entries.get(0)), "made", 1 << 26, 1, Monitor.silent()));
    }

    private static TrainingData images(int count, int channels, int size, double sigma, String name) {
        List<PairEntry> entries = new ArrayList<>(SyntheticPairs.of(count, channels, size, sigma));
        return TrainingData.readImages(entries, name, name, 1 << 26, 1, Monitor.silent());
    }

    private C2nTask task(String name, TrainPlan plan, UnpairedData data, ResumePolicy start) {
        return new C2nTask(SPEC, OBJECTIVE, plan, data, file(name), start, Device.CPU, Map.of());
    }

    private Path file(String name) {
        return folder.resolve(name + ".safetensors");
    }

    private static TrainingResult train(C2nTask task, Monitor monitor) {
        return Scope.heap(() -> C2nTrainer.train(task, monitor));
    }

    @Test
    void publishedPlanAndSchedule() {
        TrainPlan plan = C2nTask.publishedPlan();
        assertThat(plan.steps() * plan.batchSize()).isEqualTo(36L * 36_000);
        assertThat(plan.learningRateAt(0, plan.steps())).isEqualTo(1e-4);
        assertThat(plan.learningRateAt(2_999, plan.steps())).isEqualTo(1e-4);
        assertThat(plan.learningRateAt(3_000, plan.steps())).isCloseTo(0.8e-4, within(1e-12));
        assertThat(plan.learningRateAt(35_999, plan.steps())).isCloseTo(1e-4 * Math.pow(0.8, 11), within(1e-12));
        assertThat(LearningRateSchedule.STAIRS.share(0.5)).isCloseTo(Math.pow(0.8, 6), within(1e-12));
    }

    /** The losses of one step with the random numbers, patches and weights of the reference, and networks that do not change. */
    @Test
    void oneStepGivesTheReferenceLosses() {
        GoldenTensors golden = GoldenTensors.of("c2n-g-d-w16");
        History history = Scope.heap(() -> {
            Reference reference = new Reference(golden);
            TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "1"));
            TrainingTask<UnpairedBatch> task = new TrainingTask<>(
                    "one step",
                    task("one", plan, pairs(0.1), ResumePolicy.NEW).request(),
                    reference,
                    poolImages -> step -> reference.batch(),
                    LossReport.of(
                            List.of(C2nStep.GAP, C2nStep.PENALTY, C2nStep.ADVERSARIAL, C2nStep.STABILISING),
                            CriticCollapse::new),
                    SampleValidation.byCapture(List.of(), weights -> unused(), false, new Seed(1)),
                    Publication.atEnd((weights, steps, done) -> List.of()),
                    List.of());
            return new Trainer<>(task, Monitor.silent()).run(new StepClock(0)).history();
        });
        Map<String, Double> losses = history.recentLosses(1).toMap();
        check(losses, C2nStep.GAP, -golden.stored("loss.D_wgan").toDoubles()[0]);
        check(losses, C2nStep.PENALTY, golden.stored("loss.GP").toDoubles()[0]);
        check(losses, C2nStep.ADVERSARIAL, golden.stored("loss.G_adv").toDoubles()[0]);
        check(losses, C2nStep.STABILISING, golden.stored("loss.batch_zero_mean").toDoubles()[0]);
    }

    private static C2nNoise unused() {
        throw new AssertionError("nothing is held out");
    }

    private static void check(Map<String, Double> losses, String name, double expected) {
        assertThat(losses.get(name)).as(name).isCloseTo(expected, within(3e-6 * Math.max(1, Math.abs(expected))));
    }

    /** The reference's networks with learning rate zero; each pass gets its random numbers. */
    private record Reference(GoldenTensors golden) implements TrainingSystem<UnpairedBatch>, C2nStep.Draws {
        private static final C2nSpec SIZE =
                new C2nSpec(3, 16, 32, 5, 3, 2, C2nSpec.Distribution.UNIFORM, C2nSpec.Order.BGR, true);
        private static final C2nObjective LOSSES =
                new C2nObjective(16, 6, 5, 10, C2nObjective.Penalised.SUM, 0.01, C2nObjective.Stabilising.BATCH, 1);

        @Override
        public List<ParameterGroup> groups() {
            LearningRate still = LearningRate.constant(0);
            return List.of(
                    ParameterGroup.of(C2nStep.CRITIC, LOSSES.critic(3).parameters(), PLAN)
                            .with(still),
                    ParameterGroup.of(C2nStep.GENERATOR, SIZE.slots(), PLAN).with(still));
        }

        @Override
        public Weights initial() {
            Map<String, StoredTensor> tensors = new TreeMap<>();
            for (ParameterGroup group : groups()) {
                for (ParameterSlot slot : group.slots()) {
                    String name = slot.name();
                    String published = name.startsWith("critic.") ? "D." + name.substring(7) : "G." + name;
                    tensors.put(name, golden.stored(published));
                }
            }
            return Weights.of(tensors);
        }

        @Override
        public TrainingStep<UnpairedBatch> step(Parameters parameters) {
            return new C2nStep(SIZE, LOSSES, parameters, Device.CPU, this);
        }

        UnpairedBatch batch() {
            return new UnpairedBatch(2, 3, 32, image("clean_u8"), image("real_u8"));
        }

        private float[] image(String name) {
            float[] values = golden.stored(name).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] /= 255;
            }
            return values;
        }

        @Override
        public C2nDraws features(Seed step, int pass, long... shape) {
            return new C2nDraws(tensor("r"), tensor("eps"), tensor("u_indep"));
        }

        @Override
        public Tensor shares(Seed step, int pass, long count) {
            return tensor("alpha").reshape(count);
        }

        private Tensor tensor(String name) {
            return Tensor.of(golden.stored(name).toFloats(), golden.stored(name).shape());
        }
    }

    @Test
    void learnsAndShowsItsLosses() {
        TrainPlan plan = RecordSettings.with(PLAN, Map.of("steps", "250", "batchSize", "8", "learningRate", "2e-3"));
        List<Map<String, Double>> figures = new ArrayList<>();
        TrainingResult result = train(task("a", plan, pairs(0.1), ResumePolicy.NEW), event -> {
            if (event instanceof Event.Advanced advanced && advanced.task().equals("train c2n")) {
                figures.add(advanced.figures());
            }
        });
        assertThat(result.finished()).isTrue();
        List<History.Validation> validations = result.history().validations();
        assertThat(figures.get(249))
                .containsKeys(
                        "criticGap",
                        "gradientPenalty",
                        "generatorLoss",
                        "stabilisingLoss",
                        "criticLearningRate",
                        "generatorLearningRate",
                        SampleValidation.KLD);
        double before = new C2nTrainerAccess(task("b", plan, pairs(0.1), ResumePolicy.NEW)).kldAtStart();
        assertThat(validations.get(1).figures().get(SampleValidation.KLD)).isLessThan(before / 2);
    }

    /** Measures the untrained generator. */
    private record C2nTrainerAccess(C2nTask task) {
        double kldAtStart() {
            TrainPlan none = RecordSettings.with(
                    task.plan(),
                    Map.of("steps", "1", "learningRate", "1e-12", "finalLearningRate", "0", "validations", "1"));
            C2nTask still = new C2nTask(
                    task.spec(),
                    task.objective(),
                    none,
                    task.data(),
                    task.out(),
                    task.start(),
                    task.device(),
                    Map.of());
            return train(still, Monitor.silent())
                    .history()
                    .validations()
                    .get(0)
                    .figures()
                    .get(SampleValidation.KLD);
        }
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        UnpairedData data = new UnpairedData(images(3, 3, 30, 0.1, "clean"), images(4, 3, 26, 0.1, "noisy"));
        train(task("whole", PLAN, data, ResumePolicy.NEW), Monitor.silent());
        for (int stop : new int[] {0, 15}) {
            String name = "stopped" + stop;
            train(task(name, PLAN, data, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(stop));
            train(task(name, PLAN, data, ResumePolicy.RESUME), Monitor.silent());
            assertThat(Files.readAllBytes(file(name))).isEqualTo(Files.readAllBytes(file("whole")));
        }
        ModelFile<?> model = ModelFile.read(file("whole"));
        assertThat(model.spec()).isEqualTo(SPEC);
        assertThat(model.vocabulary()).isEmpty();
        assertThat(model.provenance().dataFingerprint()).isEqualTo("clean+noisy");
    }

    @Test
    void trainingsLeaveNoNativeObjects() {
        UnpairedData data = pairs(0.1);
        TrainPlan few = RecordSettings.with(PLAN, Map.of("steps", "3"));
        train(task("first", few, data, ResumePolicy.NEW), Monitor.silent());
        long before = NativeLibrary.liveObjects();
        train(task("second", few, data, ResumePolicy.NEW), Monitor.silent());
        // fewer if the garbage collector freed objects of earlier tests
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void patchesAreDrawnIndependentlyAndByNumber() {
        UnpairedData data = new UnpairedData(images(3, 3, 30, 0.1, "clean"), images(4, 3, 26, 0.1, "noisy"));
        UnpairedBatches batches = new UnpairedBatches(data, PLAN, 2, new Seed(4));
        UnpairedBatch first = batches.at(5);
        assertThat(new UnpairedBatches(data, PLAN, 2, new Seed(4)).at(5))
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(batches.at(6).clean()).isNotEqualTo(first.clean());
        // noise apart, patches of one place would be equal
        double difference = 0;
        for (int i = 0; i < first.clean().length; i++) {
            difference += Math.abs(first.clean()[i] - first.noisy()[i]) / first.clean().length;
        }
        assertThat(difference).isGreaterThan(0.12);
    }

    @Test
    void whatDoesNotFitIsToldInOneLine() {
        assertThatThrownBy(() -> new UnpairedData(images(2, 3, 30, 0.1, "clean"), images(2, 1, 30, 0.1, "noisy")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("SRGB with 1 channels, the clean ones SRGB with 3 channels");
        UnpairedData grey = new UnpairedData(images(2, 1, 30, 0.1, "clean"), images(2, 1, 30, 0.1, "noisy"));
        assertThatThrownBy(() -> task("x", PLAN, grey, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("takes 3 channels, the images have 1");
        List<PairEntry> small = UnpairedData.atLeast(48, SyntheticPairs.of(2, 3, 40, 0.1));
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> TrainingData.readImages(small, "clean", "x", 1 << 20, 1, event -> {
                    if (event instanceof Event.Failed failed) {
                        told.add(failed.reason());
                    }
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("clean")
                .hasMessageContaining("no usable image to train on (2 failed)");
        assertThat(told).hasSize(2).allMatch(line -> line.contains("smaller than a patch of 48"));
    }
}
