package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoiser.MriSpec;
import io.grainflow.denoiser.UNetSpec;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.inference.Inference;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.mri.Measurement;
import io.grainflow.mri.Spectrum;
import io.grainflow.mri.ZeroPadding;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Checkpoint;
import io.grainflow.train.History;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.ResumePolicy;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.TrainingResult;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.SyntheticPairs;
import io.grainflow.train.data.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise2Noise on slices: learning, resuming to the same bytes, and measured frequencies that are kept. */
final class MriTrainingTest {
    private static final KSpaceSampling SAMPLING = new KSpaceSampling(0.1);
    private static final UNetSpec UNET = new UNetSpec(1, 1, 2, 4, 6, 6, 4, UNetSpec.Range.CENTRED, 1);
    private static final MriSpec SPEC = new MriSpec(UNET, SAMPLING.edge());
    private static final TrainPlan PLAN = RecordSettings.with(
            TrainPlan.defaults(),
            Map.of(
                    "steps", "60",
                    "batchSize", "2",
                    "learningRate", "5e-3",
                    "schedule", "mri",
                    "warmUpSteps", "0",
                    "validations", "3",
                    "checkpointEvery", "7",
                    "emaDecay", "0.9",
                    "threads", "1"));

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void learnsFromNoisySlicesAlone() {
        TrainingResult result =
                DenoiserTrainer.train(task("a", Target.NOISY, Loss.L2, ResumePolicy.NEW), Monitor.silent());
        List<History.Validation> validations = result.history().validations();
        double before = validations.get(0).figures().get("psnrDecibelsBefore");
        assertThat(validations.get(2).figures().get("psnrDecibels")).isGreaterThan(before + 1);
        ModelFile<DenoiserSpec> model = Models.readDenoiser(folder.resolve("a"));
        assertThat(model.spec()).isEqualTo(SPEC);
        TrainingResult clean =
                DenoiserTrainer.train(task("b", Target.CLEAN, Loss.L2, ResumePolicy.NEW), Monitor.silent());
        assertThat(clean.history().recentLoss(10)).isLessThan(result.history().recentLoss(10));
        double first = firstLoss(Target.CLEAN);
        assertThat(clean.history().recentLoss(10)).isLessThan(0.8 * first);
    }

    @Test
    void stoppedAndResumedGivesTheSameBytes() throws IOException {
        DenoiserTrainer.train(task("whole", Target.NOISY, Loss.L2, ResumePolicy.NEW), Monitor.silent());
        DenoiserTrainer.train(
                task("part", Target.NOISY, Loss.L2, ResumePolicy.NEW), new DenoiserTrainerTest.StopAfter(17));
        assertThat(folder.resolve("part")).doesNotExist();
        DenoiserTrainer.train(task("part", Target.NOISY, Loss.L2, ResumePolicy.RESUME), Monitor.silent());
        assertThat(Files.readAllBytes(folder.resolve("part"))).isEqualTo(Files.readAllBytes(folder.resolve("whole")));
    }

    /** The loss tensor has the value and the gradient that were computed outside of libtorch. */
    @Test
    void lossAndGradientReachTheParameters() {
        Network network = new NetworkBuilder(1)
                .then(new Layer.Convolution("c", 1, 1, 3, true))
                .build();
        Scope.run(() -> {
            Weights weights = Weights.of(Map.of(
                    "c.weight", StoredTensor.ofFloats(new float[] {0, 0, 0, 0, 0.7f, 0, 0, 0, 0}, 1, 1, 3, 3),
                    "c.bias", StoredTensor.ofFloats(new float[] {0.1f}, 1)));
            Parameters parameters = Parameters.trainable(network.parameters(), weights, Device.CPU, DType.FLOAT32);
            SliceBatch batch = batch(Target.NOISY, 1);
            Tensor loss = new SpectralLoss(network, parameters, Device.CPU).loss(batch, 0, new Seed(1));
            SliceBatch.Slice slice = batch.slices().get(0);
            int height = slice.target().height();
            int width = slice.target().width();
            double[] output = batch.frame().cut(batch.input(), 0, height, width);
            double[] input = output.clone();
            for (int i = 0; i < output.length; i++) {
                output[i] = 0.7 * output[i] + 0.1;
            }
            Measurement.Distance distance = slice.measurement().distance(output, slice.target());
            assertThat(loss.item()).isCloseTo(distance.loss(), within(1e-6));
            loss.backward();
            double expected = 0;
            for (int i = 0; i < input.length; i++) {
                expected += input[i] * distance.gradient()[i];
            }
            float[] gradient =
                    Objects.requireNonNull(parameters.get("c.weight").grad()).toFloats();
            assertThat((double) gradient[4]).isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-6));
        });
    }

    /** Measured frequencies are returned unchanged, whatever the network's output is. */
    @Test
    void measuredFrequenciesAreReturnedUnchanged() {
        Map<String, StoredTensor> zeros = new TreeMap<>();
        for (ParameterSlot slot : SPEC.network().parameters()) {
            zeros.put(slot.name(), StoredTensor.ofFloats(new float[slot.count()], slot.extents()));
        }
        Image clean = DenoiserContract.scene(1, 31, 45);
        Denoiser denoiser = SPEC.build(Weights.of(zeros), clean.domain(), Inference.on(Device.CPU));
        Image noisy = SAMPLING.sampleNoisy(
                clean, SyntheticPairs.of(1, 1, 31, 0.1).get(0).capture(), new Seed(4));
        Measurement measurement = SAMPLING.measurement(noisy);
        Spectrum expected = Spectrum.of(clean);
        Spectrum restored = Spectrum.of(denoiser.denoise(noisy));
        for (int i = 0; i < expected.size(); i++) {
            boolean kept = measurement.measured().keeps(i);
            assertThat(restored.real(i)).as("frequency %d", i).isCloseTo(kept ? expected.real(i) : 0, within(2e-4));
            assertThat(restored.imaginary(i)).isCloseTo(kept ? expected.imaginary(i) : 0, within(2e-4));
        }
        assertThat(measurement.measured().share()).isBetween(0.1, 0.4);
        assertThatThrownBy(() -> denoiser.denoise(DenoiserContract.scene(1, 32, 31)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("crop the last row or column");
    }

    @Test
    void batchesAreFunctionsOfTheirNumber() {
        SliceBatch batch = batch(Target.NOISY, 3);
        assertThat(batch.frame()).isIn(ZeroPadding.around(31, 31, 4), ZeroPadding.around(33, 35, 4));
        assertThat(batch.input()).isEqualTo(batch(Target.NOISY, 3).input());
        assertThat(batch(Target.CLEAN, 3).input()).isEqualTo(batch.input());
        SliceBatch.Slice slice = batch(Target.CLEAN, 3).slices().get(0);
        assertThat(slice.target().minus(slice.measurement().spectrum()).meanSquare())
                .isZero();
    }

    /**
     * Networks for patches refuse noise on whole slices and vice versa; a network for slices also refuses another sampling than its own.
     */
    @Test
    void networkAndNoiseSuitEachOther() {
        DenoiserTask task = task("a", Target.CLEAN, Loss.L2, ResumePolicy.NEW);
        Supervision patches = Supervision.of(TrainingNoise.parse("gaussian:25"), Target.CLEAN);
        assertRefused(SPEC, patches, task);
        assertRefused(UNET, task.supervision(), task);
        assertRefused(new MriSpec(UNET, 0.2), task.supervision(), task);
    }

    private static void assertRefused(DenoiserSpec spec, Supervision supervision, DenoiserTask task) {
        assertThatThrownBy(() -> new DenoiserTask(
                        spec, PLAN, supervision, task.data(), task.out(), ResumePolicy.NEW, Device.CPU, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a network that suits its noise");
    }

    @Test
    void otherLossesAreRefused() {
        assertThatThrownBy(() -> task("a", Target.NOISY, Loss.L1, ResumePolicy.NEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("loss l1: does not suit mri:0.1");
    }

    private SliceBatch batch(Target target, int count) {
        DenoiserTask task = task("any", target, Loss.L2, ResumePolicy.NEW);
        return new SliceBatches(
                        EntryPool.of(task.data(), PLAN, 8),
                        task.data().cache()::load,
                        SAMPLING,
                        target,
                        count,
                        SPEC.network().block(),
                        new Seed(1))
                .at(5);
    }

    private double firstLoss(Target target) {
        DenoiserTask task = task("first", target, Loss.L2, ResumePolicy.NEW);
        DenoiserTrainer.train(task, new DenoiserTrainerTest.StopAfter(3));
        return Checkpoint.read(Checkpoint.beside(task.out()))
                .tensor(task.out(), "history.loss")
                .toFloats()[0];
    }

    private DenoiserTask task(String name, Target target, Loss loss, ResumePolicy start) {
        List<PairEntry> made = SyntheticPairs.of(5, 1, 31, 0.1).stream()
                .filter(entry -> entry.name().matches("scene[024]"))
                .toList();
        TrainingData data =
                TrainingData.read(made.subList(0, 2), made.subList(2, 3), "made", 1 << 24, 1, Monitor.silent());
        return new DenoiserTask(
                SPEC,
                PLAN,
                new Supervision(new TrainingNoise.Undersampled(SAMPLING), target, loss),
                data,
                folder.resolve(name),
                start,
                Device.CPU,
                Map.of());
    }
}
