package io.grainflow.naflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.flow.Condition;
import io.grainflow.flow.Dequantisation;
import io.grainflow.flow.LatentGaussian;
import io.grainflow.flow.LatentStatistics;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.inference.Inference;
import io.grainflow.model.ModelFile;
import io.grainflow.model.PublishedValues;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.LikeSampling;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Adam;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NAFlow in float64 compared with the released modules: activations, likelihoods, samples, gradients, optimiser steps. */
@Tag("processor")
final class NaFlowGoldenTest {
    private static final double TIGHT = 1e-9;
    private static final double BITS = Math.log(2);

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static SortedMap<String, StoredTensor> shared(String name) {
        Path file = Path.of(System.getProperty("grainflow.shared", "../../shared"), "golden", name);
        Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file);
        return Safetensors.read(file).tensors();
    }

    /** A state dictionary, and the results of the released code with it. */
    private record Case(ModelFile<NaFlowSpec> model, SortedMap<String, StoredTensor> golden, Parameters parameters) {
        static Case of(
                SortedMap<String, StoredTensor> published, SortedMap<String, StoredTensor> golden, boolean train) {
            ModelFile<NaFlowSpec> model = NaFlowImporter.of(Path.of("golden"), published);
            List<ParameterSlot> slots = model.spec().slots(model.vocabulary().size());
            Parameters parameters = train
                    ? Parameters.trainable(slots, model.weights(), Device.CPU, DType.FLOAT64)
                    : Parameters.frozen(slots, model.weights(), Device.CPU, DType.FLOAT64);
            return new Case(model, golden, parameters);
        }

        static Case full() {
            return of(shared("naflow-random.safetensors"), shared("naflow-golden.safetensors"), false);
        }

        static Case tiny(String prefix, boolean train) {
            SortedMap<String, StoredTensor> part = new TreeMap<>();
            shared("naflow-tiny.safetensors").forEach((name, tensor) -> {
                if (name.startsWith(prefix + ".")) {
                    part.put(name.substring(prefix.length() + 1), tensor);
                }
            });
            return of(part, shared("naflow-tiny-golden.safetensors"), train);
        }

        NaFlow flow() {
            return new NaFlow(model.spec(), parameters);
        }

        StoredTensor stored(String name) {
            StoredTensor tensor = golden.get(name);
            if (tensor == null) {
                throw new AssertionError("no golden tensor " + name);
            }
            return tensor;
        }

        Tensor tensor(String name) {
            return Tensor.ofDoubles(stored(name).toDoubles(), stored(name).shape());
        }

        Tensor chosen(String name) {
            long[] classes = stored(name).toLongs();
            double[] rows = new double[classes.length * model.vocabulary().size()];
            for (int i = 0; i < classes.length; i++) {
                rows[i * model.vocabulary().size() + (int) classes[i]] = 1;
            }
            return Tensor.ofDoubles(rows, classes.length, model.vocabulary().size());
        }

        void close(Tensor actual, String name) {
            assertClose(name, actual.toDoubles(), stored(name).toDoubles(), TIGHT);
        }

        /** The released code's unit and constant. */
        Tensor publishedNll(Transformed latent, NaFlow flow, Tensor chosen) {
            long[] z = latent.value().shape();
            double pixels = z[2] * z[3] * Math.pow(4, model.spec().levels());
            Tensor logProb = flow.logProb(latent, chosen, PositionWeights.all());
            return logProb.add(-Math.log(256) * pixels).mul(-1 / (BITS * pixels));
        }
    }

    private static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            assertThat(actual[i]).as(what + "[" + i + "]").isCloseTo(expected[i], within(allowed));
        }
    }

    @Test
    void everyLayerOfThePublishedSize() {
        Case golden = Case.full();
        Scope.run(() -> NoGrad.run(() -> {
            NaFlow flow = golden.flow();
            Tensor noisy = new Dequantisation(256).apply(golden.tensor("a.noisy"), golden.tensor("a.u"));
            Tensor clean = golden.tensor("a.clean");
            Condition condition = flow.condition(clean, PositionWeights.all());
            for (int level = 1; level <= 3; level++) {
                golden.close(condition.features().get(level - 1).narrow(0, 0, 1), "a.fea_down" + (1 << level));
            }
            double start = -Math.log(256) * 32 * 32;
            Tensor logAbsDet = Tensor.ofDoubles(new double[] {start, start}, 2);
            Tensor value = noisy;
            int index = 0;
            for (List<Transform> layer : flow.layers()) {
                for (Transform transform : layer) {
                    Transformed next = transform.forward(value, condition);
                    value = next.value();
                    logAbsDet = logAbsDet.add(next.logAbsDet());
                }
                String name = String.format("a.layer%02d", index++);
                golden.close(value.narrow(0, 0, 1), name + ".out");
                golden.close(logAbsDet, name + ".logdet");
            }
            golden.close(value, "a.z");
            Transformed whole = flow.forward(noisy, clean, condition);
            golden.close(whole.value(), "a.z");
            golden.close(golden.publishedNll(whole, flow, golden.chosen("a.class")), "a.nll");
            Transformed back = flow.inverse(golden.tensor("a.z"), clean, condition);
            golden.close(back.value(), "a.inverse_of_z");
            golden.close(back.logAbsDet(), "a.inverse_logdet");
            golden.close(
                    flow.inverse(golden.tensor("a.meta.z"), clean, condition).value(), "a.meta.sample");
            return true;
        }));
    }

    @Test
    void otherThanSquareImages() {
        Case golden = Case.full();
        Scope.run(() -> NoGrad.run(() -> {
            NaFlow flow = golden.flow();
            Tensor noisy = new Dequantisation(256).apply(golden.tensor("b.noisy"), golden.tensor("b.u"));
            Condition condition = flow.condition(golden.tensor("b.clean"), PositionWeights.all());
            Transformed latent = flow.forward(noisy, golden.tensor("b.clean"), condition);
            golden.close(latent.value(), "b.z");
            golden.close(golden.publishedNll(latent, flow, golden.chosen("b.class")), "b.nll");
            golden.close(
                    flow.inverse(golden.tensor("b.z"), golden.tensor("b.clean"), condition)
                            .value(),
                    "b.inverse_of_z");
            return true;
        }));
    }

    @Test
    void likelihoodsAndNoiseAwareSampling() {
        Case golden = Case.full();
        NaFlowNoise model = NaFlowNoise.of(golden.model(), Inference.on(Device.CPU));
        double[] z = golden.stored("a.z").toDoubles();
        int plane = 16;
        int channels = golden.model().spec().latentChannels();
        LatentStatistics latent = new LatentStatistics(channels);
        latent.add(Arrays.copyOf(z, channels * plane), ones(plane));
        double[] logProbs =
                model.gaussians().stream().mapToDouble(latent::logProb).toArray();
        assertClose("a.nas.ll", logProbs, golden.stored("a.nas.ll").toDoubles(), TIGHT);
        checkMixture(golden, model, latent, new LikeSampling.NoiseAware(1, 0), "a.nas");
        checkMixture(golden, model, latent, new LikeSampling.NoiseAware(4, 0), "a.nas.T4");
        checkMixture(golden, model, latent, new LikeSampling.NoiseAware(1, 5), "a.nas.top5");
        Scope.run(() -> NoGrad.run(() -> {
            Tensor clean = golden.tensor("a.clean").narrow(0, 0, 1);
            Condition condition = golden.flow().condition(clean, PositionWeights.all());
            golden.close(
                    golden.flow()
                            .inverse(golden.tensor("a.nas.z"), clean, condition)
                            .value(),
                    "a.nas.sample");
            Tensor noised =
                    golden.tensor("pipe.cond_noise").mul(3.0 / 255).add(clean).clamp(0, 1);
            golden.close(noised, "pipe.cond");
            return true;
        }));
    }

    private static void checkMixture(
            Case golden, NaFlowNoise model, LatentStatistics latent, LikeSampling.NoiseAware how, String name) {
        double[] logProbs =
                model.gaussians().stream().mapToDouble(latent::logProb).toArray();
        double[] weights = NoiseAwareMixture.weights(how, logProbs, latent.positions());
        assertClose(name + ".weights", weights, golden.stored(name + ".weights").toDoubles(), TIGHT);
        LatentGaussian mixed = NoiseAwareMixture.of(how, latent, model.gaussians(), new Seed(0));
        assertClose(name + ".mean", mixed.mean(), golden.stored(name + ".mean").toDoubles(), TIGHT);
        assertClose(
                name + ".std", mixed.deviation(), golden.stored(name + ".std").toDoubles(), TIGHT);
    }

    @Test
    void theSmallNetworkLayerByLayerBothWays() {
        Case golden = Case.tiny("rand", false);
        Scope.run(() -> NoGrad.run(() -> {
            NaFlow flow = golden.flow();
            Tensor clean = golden.tensor("clean");
            Condition condition = flow.condition(clean, PositionWeights.all());
            Tensor value = new Dequantisation(256).apply(golden.tensor("noisy"), golden.tensor("u"));
            Transformed latent = flow.forward(value, clean, condition);
            golden.close(latent.value(), "z");
            golden.close(golden.publishedNll(latent, flow, golden.chosen("class")), "nll");
            for (int i = 0; i < flow.layers().size(); i++) {
                for (Transform transform : flow.layers().get(i)) {
                    value = transform.forward(value, condition).value();
                }
                golden.close(value, String.format("enc.layer%02d.out", i));
            }
            Tensor first = clean.narrow(0, 0, 1);
            Condition own = flow.condition(first, PositionWeights.all());
            Tensor back = golden.tensor("nas.z");
            for (int i = flow.layers().size() - 1; i >= 0; i--) {
                List<Transform> layer = flow.layers().get(i);
                for (int k = layer.size() - 1; k >= 0; k--) {
                    back = layer.get(k).inverse(back, own).value();
                }
                golden.close(back, String.format("dec.layer%02d.out", i));
            }
            golden.close(back, "nas.sample");
            return true;
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresh", "rand"})
    void threeStepsOfTraining(String start) {
        Case golden = Case.tiny(start, true);
        String trace = "train_" + start;
        List<ParameterSlot> slots =
                golden.model().spec().slots(golden.model().vocabulary().size());
        Adam adam = Adam.of(
                new AdamSettings(0.9, 0.99, 1e-8, 0), golden.parameters().trained());
        for (int step = 0; step < 3; step++) {
            String prefix = trace + "." + step;
            boolean initialises = start.equals("fresh") && step == 0;
            boolean first = step == 0;
            int number = step;
            Scope.run(() -> {
                NaFlow flow = golden.flow();
                Tensor clean = golden.tensor(prefix + ".clean");
                Tensor conditioned = golden.tensor(prefix + ".cond_noise")
                        .mul(3.0 / 255)
                        .add(clean)
                        .clamp(0, 1);
                Tensor noisy =
                        new Dequantisation(256).apply(golden.tensor(prefix + ".noisy"), golden.tensor(prefix + ".u"));
                if (initialises) {
                    NoGrad.run(() -> flow.initialise(noisy, clean, flow.condition(conditioned, PositionWeights.all())));
                    checkTensors(golden, slots, trace + ".after_actnorm_init", false);
                }
                Condition condition = flow.condition(conditioned, PositionWeights.all());
                Tensor loss = golden.publishedNll(
                                flow.forward(noisy, clean, condition), flow, golden.chosen("train.class"))
                        .mean();
                assertThat(loss.item())
                        .as(prefix + ".loss")
                        .isCloseTo(golden.stored(prefix + ".loss").toDoubles()[0], within(1e-8));
                loss.backward();
                if (first || (start.equals("fresh") && number == 1)) {
                    checkTensors(golden, slots, prefix + ".grad", true);
                }
            });
            adam.step(1e-4);
        }
        checkTensors(golden, slots, trace + ".final", false);
    }

    /** Values or gradients of parameters that are stored under their released names. */
    private static void checkTensors(Case golden, List<ParameterSlot> slots, String prefix, boolean gradients) {
        int checked = 0;
        for (ParameterSlot slot : slots) {
            if (!slot.role().trained()) {
                continue;
            }
            Tensor tensor = golden.parameters().get(slot.name());
            Tensor shown = gradients ? tensor.grad() : tensor;
            double[] expected = PublishedValues.of(
                    golden.golden(), prefix, slot, golden.model().vocabulary());
            if (expected.length > 0 && shown != null) {
                assertClose(prefix + "." + slot.name(), shown.toDoubles(), expected, gradients ? 1e-8 : 1e-9);
                checked++;
            }
        }
        assertThat(checked).as(prefix).isGreaterThan(10);
    }

    @Test
    void floatsAreAsCloseAsTheReleasedFloats() {
        Case golden = Case.full();
        Weights weights = golden.model().weights();
        Parameters parameters = Parameters.frozen(
                golden.model().spec().slots(golden.model().vocabulary().size()), weights, Device.CPU, DType.FLOAT32);
        Scope.run(() -> NoGrad.run(() -> {
            NaFlow flow = new NaFlow(golden.model().spec(), parameters);
            Tensor clean = golden.tensor("a.clean").to(DType.FLOAT32);
            Tensor noisy = new Dequantisation(256)
                    .apply(
                            clean.mul(0).add(golden.tensor("a.noisy").to(DType.FLOAT32)),
                            golden.tensor("a.u").to(DType.FLOAT32));
            Condition condition = flow.condition(clean, PositionWeights.all());
            Transformed latent = flow.forward(noisy, clean, condition);
            assertClose("a.z", latent.value().toDoubles(), golden.stored("a.z").toDoubles(), 1e-4);
            Tensor chosen = golden.chosen("a.class").to(DType.FLOAT32);
            assertClose(
                    "a.nll",
                    golden.publishedNll(latent, flow, chosen).toDoubles(),
                    golden.stored("a.nll").toDoubles(),
                    1e-5);
            Tensor sample = flow.inverse(
                            golden.tensor("a.nas.z").to(DType.FLOAT32),
                            clean.narrow(0, 0, 1),
                            flow.condition(clean.narrow(0, 0, 1), PositionWeights.all()))
                    .value();
            assertClose(
                    "a.nas.sample",
                    sample.toDoubles(),
                    golden.stored("a.nas.sample").toDoubles(),
                    1e-4);
            return true;
        }));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
