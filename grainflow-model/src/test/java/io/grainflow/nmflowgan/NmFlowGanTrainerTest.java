package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoiser.training.DenoiserTrainerTest;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseDensity;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.train.DivergedException;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of NM-FlowGAN on 8-bit pictures with noise of known strength and correlation. */
final class NmFlowGanTrainerTest {
    private static final int SIZE = 32;
    private static final List<Capture> CAPTURES = List.of(Capture.of("a", 100), Capture.of("b", 800));
    private static final Map<String, String> SMALL = Map.of(
            "generatorWidth", "4",
            "generatorDepth", "2",
            "structureWidth", "4",
            "pointWidth", "4");
    private static final Map<String, String> CRITIC = Map.of("criticWidth", "4", "criticHalvings", "3");

    @TempDir
    Path folder;

    /** Noise of 6 or 12 grey levels, correlated along rows. */
    private record Grainy(int index, Capture capture) implements PairEntry {
        static double sigma(Capture capture) {
            return (capture.iso() == 100 ? 6 : 12) / 255.0;
        }

        @Override
        public String name() {
            return "pair" + index + capture;
        }

        @Override
        public String scene() {
            return "scene" + index;
        }

        @Override
        public NoisyPair load() {
            int plane = SIZE * SIZE;
            float[] clean = new float[3 * plane];
            float[] noisy = new float[3 * plane];
            RandomField field = new RandomField(new Seed(index).child(capture.toString()));
            for (int i = 0; i < clean.length; i++) {
                clean[i] = Math.round(60 + 120.0 * (i % plane) / plane) / 255f;
                double noise = (field.normal(i) + field.normal(i + 1)) / Math.sqrt(2);
                noisy[i] = (float) (clean[i] + sigma(capture) * noise);
            }
            Image image = Image.adopt(PixelDomain.SRGB, SIZE, SIZE, noisy);
            return new NoisyPair(
                    scene(), Image.adopt(PixelDomain.SRGB, SIZE, SIZE, clean), image.quantised(255), capture);
        }
    }

    private static TrainPlan plan(TrainPlan start, int steps) {
        return RecordSettings.with(
                start,
                Map.of(
                        "steps", Integer.toString(steps),
                        "batchSize", "4",
                        "patchSize", "19",
                        "validations", "2",
                        "checkpointEvery", "9",
                        "warmUpSteps", "0",
                        "threads", "1"));
    }

    private static TrainingData data() {
        List<PairEntry> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (Capture capture : CAPTURES) {
                entries.add(new Grainy(i, capture));
            }
        }
        return TrainingData.read(entries, entries.subList(0, 2), "made", 1 << 26, 1, Monitor.silent());
    }

    private NmFlowGanTask task(
            String name, int steps, ResumePolicy start, boolean published, Map<String, String> more) {
        TrainingData data = data();
        NmFlowGanSpec spec = published ? NmFlowGanSpec.published(3, CAPTURES) : NmFlowGanSpec.defaults(3, CAPTURES);
        NmFlowGanSchedule schedule = published ? NmFlowGanSchedule.published() : NmFlowGanSchedule.defaults();
        Map<String, String> critic = new HashMap<>(CRITIC);
        critic.putAll(more);
        TrainPlan plan = plan(published ? NmFlowGanTask.publishedPlan() : NmFlowGanTask.defaultPlan(), steps);
        return new NmFlowGanTask(
                RecordSettings.with(spec, SMALL),
                RecordSettings.with(schedule, critic),
                plan,
                data,
                folder.resolve(name),
                start,
                Device.CPU,
                Map.of());
    }

    private NmFlowGanTask task(String name, int steps, ResumePolicy start) {
        return task(name, steps, start, false, Map.of());
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        for (boolean published : new boolean[] {false, true}) {
            String name = "run" + published;
            NmFlowGanTrainer.train(task(name, 22, ResumePolicy.NEW, published, Map.of()), Monitor.silent());
            String other = "stopped" + published;
            NmFlowGanTask first = task(other, 22, ResumePolicy.NEW, published, Map.of());
            NmFlowGanTrainer.train(first, new DenoiserTrainerTest.StopAfter(13));
            NmFlowGanTrainer.train(task(other, 22, ResumePolicy.RESUME, published, Map.of()), Monitor.silent());
            assertThat(folder.resolve(other)).hasSameBinaryContentAs(folder.resolve(name));
            assertThat(Files.readAllBytes(folder.resolve(other + ".checkpoint")))
                    .isEqualTo(Files.readAllBytes(folder.resolve(name + ".checkpoint")));
        }
    }

    @Test
    void knowsStrengthAndLikelihood() {
        TrainingResult result = NmFlowGanTrainer.train(task("model", 60, ResumePolicy.NEW), Monitor.silent());
        assertThat(result.history().lastValidation().orElseThrow().figures().names())
                .contains(
                        "validationNllNatsPerDim", "validationKld", "validationAkld", "validationCorrelationDistance");
        ModelFile<?> file = Models.readNoise(folder.resolve("model"));
        assertThat(file.weights().tensors().keySet()).noneMatch(name -> name.startsWith("critic."));
        assertThat(file.provenance().metrics()).containsKeys("criticGap", "gradientPenalty", "nllNatsPerDim");
        try (NoiseModel model = Models.noise(Models.readNoise(folder.resolve("model")))) {
            for (Capture capture : CAPTURES) {
                NoisyPair pair = new Grainy(7, capture).load();
                Image sampled = model.sampleNoisy(pair.clean(), capture, new Seed(1));
                assertThat(sampled).isEqualTo(sampled.quantised(255));
                double sigma = Grainy.sigma(capture);
                assertThat(deviation(pair.clean(), sampled) / sigma).isCloseTo(1, within(0.25));
                double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * sigma * sigma);
                assertThat(((NoiseDensity) model).nllNatsPerDim(pair)).isCloseTo(entropy, within(0.12));
            }
        }
    }

    private static double deviation(Image clean, Image noisy) {
        double squares = 0;
        for (int i = 0; i < noisy.size(); i++) {
            double noise = noisy.values().get(i) - clean.values().get(i);
            squares += noise * noise / noisy.size();
        }
        return Math.sqrt(squares);
    }

    @Test
    void lossesHaveNamesAndTheirSteps() {
        List<Map<String, Double>> figures = new ArrayList<>();
        NmFlowGanTrainer.train(task("published", 6, ResumePolicy.NEW, true, Map.of()), event -> {
            if (event instanceof Event.Advanced advanced && advanced.figures().containsKey("criticGap")) {
                figures.add(advanced.figures());
            }
        });
        assertThat(figures).hasSize(6);
        assertThat(figures.get(0)).containsKeys("gradientPenalty");
        assertThat(figures.get(0)).doesNotContainKeys("generatorLoss", "nllNatsPerDim");
        assertThat(figures.get(4).get("generatorLoss")).isFinite();
        assertThat(figures.get(4).get("nllNatsPerDim")).isFinite();
    }

    /** As published, flow and generator stay as they were until the fifth step. */
    @Test
    void publishedScheduleUpdatesFlowAndGeneratorEveryFifthStep() {
        Weights one = after(1);
        Weights four = after(4);
        Weights five = after(5);
        String trained = "generator.last.weight";
        String statistics = "bijectors.1.meta_encoder.blocks.0.batch_norm_layers.0.running_mean";
        assertThat(four.get(trained)).isEqualTo(one.get(trained));
        assertThat(five.get(trained)).isNotEqualTo(one.get(trained));
        assertThat(four.get(statistics)).isNotEqualTo(one.get(statistics));
    }

    /** Weights after some steps of the published schedule. */
    private Weights after(int steps) {
        String name = "steps" + steps;
        NmFlowGanTrainer.train(task(name, steps, ResumePolicy.NEW, true, Map.of()), Monitor.silent());
        return Models.readNoise(folder.resolve(name)).weights();
    }

    @Test
    void batchesOfOneNeedConditioningBySample() {
        NmFlowGanTask good = task("one", 5, ResumePolicy.NEW, true, Map.of());
        TrainPlan one = RecordSettings.with(good.plan(), Map.of("batchSize", "1"));
        assertThatThrownBy(() -> new NmFlowGanTask(
                        good.spec(), good.schedule(), one, good.data(), good.out(), good.start(), Device.CPU, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("set `batchSize` to at least 2, or `conditioning=sample`");
        NmFlowGanSpec bySample =
                RecordSettings.replace(good.spec(), Map.of("conditioning", NmFlowGanSpec.Conditioning.SAMPLE));
        TrainingResult result = NmFlowGanTrainer.train(
                new NmFlowGanTask(
                        bySample, good.schedule(), one, good.data(), good.out(), good.start(), Device.CPU, Map.of()),
                Monitor.silent());
        assertThat(result.finished()).isTrue();
    }

    @Test
    void patchesThatAreTooSmallAreRefused() {
        assertThatThrownBy(() -> task("small", 5, ResumePolicy.NEW, false, Map.of("criticHalvings", "6")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("have at most 19 pixels, generator and critic need at least 64");
    }

    @Test
    void ratesThatAreTooHighEndTheTraining() {
        NmFlowGanTask good = task("high", 60, ResumePolicy.NEW);
        NmFlowGanTask high = new NmFlowGanTask(
                good.spec(),
                good.schedule(),
                RecordSettings.with(good.plan(), Map.of("learningRate", "10")),
                good.data(),
                good.out(),
                good.start(),
                Device.CPU,
                Map.of());
        assertThatThrownBy(() -> NmFlowGanTrainer.train(high, Monitor.silent())).isInstanceOf(DivergedException.class);
    }

    /** Steps and validations leave nothing; parameters belong to the scope of the training. */
    @Test
    void nothingNativeIsLeft() {
        Scope.run(() -> NmFlowGanTrainer.train(task("before", 10, ResumePolicy.NEW), Monitor.silent()));
        long before = NativeLibrary.liveObjects();
        Scope.run(() -> NmFlowGanTrainer.train(task("after", 20, ResumePolicy.NEW), Monitor.silent()));
        assertThat(NativeLibrary.liveObjects()).isLessThanOrEqualTo(before);
    }
}
