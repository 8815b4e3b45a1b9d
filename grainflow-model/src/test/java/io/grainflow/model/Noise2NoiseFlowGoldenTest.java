package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.model.importer.PublishedFormat;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Noise2NoiseFlowLoss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise2NoiseFlow with the published weights, in float64, against an independent implementation. */
final class Noise2NoiseFlowGoldenTest {
    private static final double TIGHT = 1e-9;
    /** Traces are stored in float32. */
    private static final double STORED = 1e-6;

    private static final String WEIGHTS = "weights/noise2noise-flow-published.safetensors";

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("grainflow.shared", "../../shared"), name);
        Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file);
        return file;
    }

    private record Golden(SortedMap<String, StoredTensor> tensors) {
        static Golden of(String name) {
            return new Golden(
                    Safetensors.read(shared("golden/" + name + ".safetensors")).tensors());
        }

        StoredTensor stored(String name) {
            return Objects.requireNonNull(tensors.get(name), name);
        }

        Tensor tensor(String name) {
            return Tensor.ofDoubles(stored(name).toDoubles(), stored(name).shape());
        }

        void close(Tensor actual, String name, double tolerance) {
            double[] expected = stored(name).toDoubles();
            double[] values = actual.toDoubles();
            assertThat(values).as(name).hasSize(expected.length);
            double scale =
                    Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
            for (int i = 0; i < values.length; i++) {
                assertThat(Math.abs(values[i] - expected[i]))
                        .as("%s[%d]", name, i)
                        .isLessThanOrEqualTo(tolerance * scale);
            }
        }

        /** One per sample; a single one is that of all. */
        List<Capture> captures(NoiseFlowSpec spec, int count) {
            double[] cameras = stored("cam").toDoubles();
            double[] isos = stored("iso").toDoubles();
            List<Capture> captures = new ArrayList<>();
            for (int i = 0; i < cameras.length; i++) {
                captures.add(Capture.of(spec.cameras().get((int) cameras[i]), (int) isos[i]));
            }
            return cameras.length == 1 ? Collections.nCopies(count, captures.get(0)) : captures;
        }
    }

    private static NoiseFlowSpec spec(ModelFile<?> file) {
        return (NoiseFlowSpec) file.spec();
    }

    private static Parameters parameters(ModelFile<?> file, boolean train) {
        return train
                ? Parameters.trainable(spec(file).slots(), file.weights(), Device.CPU, DType.FLOAT64)
                : Parameters.frozen(spec(file).slots(), file.weights(), Device.CPU, DType.FLOAT64);
    }

    @Test
    void latentLikelihoodSamplesAndEveryLayer() {
        ModelFile<?> file = PublishedFormat.NOISE2NOISE_FLOW.read(shared(WEIGHTS));
        Golden golden = Golden.of("noise2noise-flow");
        Scope.run(() -> NoGrad.run(() -> {
            NoiseFlow flow = new NoiseFlow(spec(file), parameters(file, false), Mode.EVAL);
            List<Capture> captures = golden.captures(spec(file), 4);
            Condition condition = flow.condition(golden.tensor("clean"), captures, PositionWeights.all());
            Transformed latent = flow.forward(golden.tensor("noise"), condition);
            golden.close(latent.value(), "z", TIGHT);
            golden.close(latent.logAbsDet(), "logdet", TIGHT);
            golden.close(flow.logProb(latent, PositionWeights.all()).neg(), "nll_nats", TIGHT);
            golden.close(flow.inverse(golden.tensor("z_in"), condition).value(), "noise_from_z_T1", TIGHT);
            everyLayer(golden, flow, captures);
            return null;
        }));
    }

    private static void everyLayer(Golden golden, NoiseFlow flow, List<Capture> captures) {
        int sample = (int) golden.stored("trace/sample_index").toDoubles()[0];
        Tensor clean = golden.tensor("clean").narrow(0, sample, 1).contiguous();
        Condition condition = flow.condition(clean, List.of(captures.get(sample)), PositionWeights.all());
        List<String> names = golden.tensors().keySet().stream()
                .filter(name -> name.matches("trace/\\d\\d_\\w+/out"))
                .sorted()
                .toList();
        assertThat(names).hasSameSizeAs(flow.layers());
        Tensor x = golden.tensor("noise").narrow(0, sample, 1).contiguous();
        for (int i = 0; i < names.size(); i++) {
            Transformed step = flow.layers().get(i).forward(x, condition);
            golden.close(step.value(), names.get(i), STORED);
            golden.close(step.logAbsDet(), names.get(i).replace("/out", "/logdet"), TIGHT);
            x = step.value();
        }
    }

    @Test
    void objectiveAndItsGradients() {
        ModelFile<?> file = PublishedFormat.NOISE2NOISE_FLOW.read(shared(WEIGHTS));
        ModelFile<?> denoiser = PublishedFormat.DNCNN.read(shared(WEIGHTS));
        Golden golden = Golden.of("noise2noise-flow-objective");
        double weight = golden.stored("lambda").toDoubles()[0];
        assertThat(weight).isEqualTo(Noise2NoiseFlowLoss.PUBLISHED_WEIGHT);
        for (Mode mode : Mode.values()) {
            Scope.run(() -> {
                String part = mode == Mode.TRAIN ? "train/" : "eval/";
                Parameters flowParameters = parameters(file, true);
                Parameters net = Parameters.trainable(
                        ((DnCnnSpec) denoiser.spec()).network().parameters(),
                        denoiser.weights(),
                        Device.CPU,
                        DType.FLOAT64);
                Noise2NoiseFlowLoss loss = new Noise2NoiseFlowLoss(
                        new NoiseFlow(spec(file), flowParameters, mode),
                        x -> TorchLowering.forward(((DnCnnSpec) denoiser.spec()).network(), net, x, mode),
                        weight);
                Noise2NoiseFlowLoss.Cost cost =
                        loss.of(golden.tensor("noisy1"), golden.tensor("noisy2"), golden.captures(spec(file), 4));
                golden.close(cost.nllNatsPerDim(), part + "nll_per_dim", TIGHT);
                golden.close(cost.squaredError(), part + "mse", TIGHT);
                golden.close(cost.total(), part + "total", TIGHT);
                if (mode == Mode.TRAIN) {
                    cost.total().backward();
                    gradients(golden, flowParameters, net);
                }
            });
        }
    }

    private static void gradients(Golden golden, Parameters flow, Parameters net) {
        String published = "train/grad/noise_flow.model.";
        close(golden, flow, "layers.0.beta1", published + "0._scale.beta1");
        close(golden, flow, "layers.0.beta2", published + "0._scale.beta2");
        close(golden, flow, "layers.0.gain", published + "0._scale.gain_params");
        close(golden, flow, "layers.5.scale", published + "9.scale");
        for (int k = 0; k < 8; k++) {
            String layer = "layers." + (k < 4 ? k + 1 : k + 2);
            int module = k < 4 ? 2 * k + 1 : 2 * k + 2;
            String coupling = published + (module + 1) + "._shift_and_log_scale.";
            close(golden, flow, layer + ".conv.log_s", published + module + ".log_s");
            close(golden, flow, layer + ".coupling.rescale", coupling + "scale");
            close(golden, flow, layer + ".coupling.logs", coupling + "logs");
            close(golden, flow, layer + ".coupling.norm1.weight", coupling + "net.1.weight");
            close(golden, flow, layer + ".coupling.norm2.bias", coupling + "net.4.bias");
            for (int i = 1; i <= 3; i++) {
                close(golden, flow, layer + ".coupling.conv" + i + ".weight", coupling + "conv2d_" + i + ".weight");
            }
        }
        close(golden, net, "conv.0.weight", "train/grad/denoiser.dncnn.0.weight");
        close(golden, net, "bn.1.weight", "train/grad/denoiser.dncnn.3.weight");
        close(golden, net, "conv.8.weight", "train/grad/denoiser.dncnn.23.weight");
    }

    private static void close(Golden golden, Parameters parameters, String name, String published) {
        golden.close(Objects.requireNonNull(parameters.get(name).grad(), name), published, 1e-8);
    }

    @Test
    void rawDenoiser() {
        ModelFile<?> file = PublishedFormat.DNCNN.read(shared("weights/n2n-dncnn-raw.safetensors"));
        Golden golden = Golden.of("n2n-denoisers-raw");
        DnCnnSpec spec = (DnCnnSpec) file.spec();
        Scope.run(() -> NoGrad.run(() -> {
            Parameters net = Parameters.frozen(spec.network().parameters(), file.weights(), Device.CPU, DType.FLOAT64);
            golden.close(
                    TorchLowering.forward(spec.network(), net, golden.tensor("noisy"), Mode.EVAL), "dncnn/out", TIGHT);
            return null;
        }));
    }

    /** Convolutions and normalisations are numbered from 1 there, from 0 here. */
    private static Weights denoiserOfNoiseFlow(Golden golden) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        Map<String, String> parts =
                Map.of("gamma", "weight", "beta", "bias", "moving_mean", "running_mean", "moving_var", "running_var");
        golden.tensors().forEach((name, tensor) -> {
            Matcher module = Pattern.compile("w/(conv|bn)(\\d)\\.(\\w+)").matcher(name);
            if (module.matches()) {
                String part = module.group(3);
                tensors.put(
                        module.group(1) + "." + (Integer.parseInt(module.group(2)) - 1) + "."
                                + parts.getOrDefault(part, part),
                        tensor);
            }
        });
        return Weights.of(tensors);
    }

    @Test
    void denoiserOfNoiseFlowsExperiment() {
        Golden golden = Golden.of("noise-flow-dncnn");
        DnCnnSpec spec = new DnCnnSpec(4, 9, 32, true, DnCnnSpec.Biases.FIRST, 1e-4, 1);
        Weights weights = denoiserOfNoiseFlow(golden);
        for (Mode mode : Mode.values()) {
            Scope.run(() -> {
                Parameters net = Parameters.trainable(spec.network().parameters(), weights, Device.CPU, DType.FLOAT64);
                Tensor restored = TorchLowering.forward(spec.network(), net, golden.tensor("noisy"), mode);
                golden.close(restored, (mode == Mode.TRAIN ? "train" : "eval") + "/denoised", TIGHT);
                if (mode == Mode.TRAIN) {
                    Tensor loss =
                            restored.sub(golden.tensor("clean")).square().sum().mul(0.5);
                    golden.close(loss, "train/loss", TIGHT);
                    loss.backward();
                    close(golden, net, "conv.0.weight", "train/grad/conv1.weight");
                    close(golden, net, "conv.0.bias", "train/grad/conv1.bias");
                    close(golden, net, "bn.1.weight", "train/grad/bn2.gamma");
                    close(golden, net, "bn.1.bias", "train/grad/bn2.beta");
                    close(golden, net, "conv.8.weight", "train/grad/conv9.weight");
                }
            });
        }
    }
}
