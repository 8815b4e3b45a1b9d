package io.grainflow.noise2noiseflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.denoiser.DnCnnImporter;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.file.StoredTensor;
import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.noiseflow.NoiseFlow;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise2NoiseFlow with the published weights, in float64, compared with an independent implementation. */
final class Noise2NoiseFlowGoldenTest {
    private static final String WEIGHTS = "weights/noise2noise-flow-published.safetensors";

    @BeforeAll
    static void load() {
        NativeLibrary.load();
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
        ModelFile<?> file = TorchNoiseFlowImporter.read(GoldenTensors.shared(WEIGHTS));
        GoldenTensors golden = GoldenTensors.of("noise2noise-flow");
        Scope.run(() -> NoGrad.run(() -> {
            NoiseFlow flow = new NoiseFlow(spec(file), parameters(file, false), Mode.EVAL);
            List<Capture> captures = golden.captures("", spec(file).cameras(), 4);
            Condition condition = flow.condition(golden.tensor("clean"), captures, PositionWeights.all());
            Transformed latent = flow.forward(golden.tensor("noise"), condition);
            golden.close(latent.value(), "z", GoldenTensors.TIGHT);
            golden.close(latent.logAbsDet(), "logdet", GoldenTensors.TIGHT);
            golden.close(flow.logProb(latent, PositionWeights.all()).neg(), "nll_nats", GoldenTensors.TIGHT);
            golden.close(
                    flow.inverse(golden.tensor("z_in"), condition).value(), "noise_from_z_T1", GoldenTensors.TIGHT);
            everyLayer(golden, flow, captures);
            return null;
        }));
    }

    private static void everyLayer(GoldenTensors golden, NoiseFlow flow, List<Capture> captures) {
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
            golden.close(step.value(), names.get(i), GoldenTensors.STORED);
            golden.close(step.logAbsDet(), names.get(i).replace("/out", "/logdet"), GoldenTensors.TIGHT);
            x = step.value();
        }
    }

    @Test
    void objectiveAndItsGradients() {
        ModelFile<?> file = TorchNoiseFlowImporter.read(GoldenTensors.shared(WEIGHTS));
        ModelFile<?> denoiser = DnCnnImporter.read(GoldenTensors.shared(WEIGHTS));
        GoldenTensors golden = GoldenTensors.of("noise2noise-flow-objective");
        double weight = golden.stored("lambda").toDoubles()[0];
        assertThat(weight).isEqualTo(Noise2NoiseFlowLoss.PUBLISHED_WEIGHT);
        for (Mode mode : Mode.values()) {
            Scope.run(() -> {
                String part = mode == Mode.TRAIN ? "train/" : "eval/";
                Parameters flowParameters = parameters(file, true);
                Parameters net = Parameters.trainable(
                        ((DnCnnSpec) denoiser.spec()).network().parameters(),
                        clockwise(denoiser.weights()),
                        Device.CPU,
                        DType.FLOAT64);
                Noise2NoiseFlowLoss loss = new Noise2NoiseFlowLoss(
                        new NoiseFlow(spec(file), flowParameters, mode),
                        x -> TorchLowering.forward(((DnCnnSpec) denoiser.spec()).network(), net, x, mode),
                        weight);
                Noise2NoiseFlowLoss.Cost cost = loss.of(
                        golden.tensor("noisy1"),
                        golden.tensor("noisy2"),
                        golden.captures("", spec(file).cameras(), 4));
                golden.close(cost.nllNatsPerDim(), part + "nll_per_dim", GoldenTensors.TIGHT);
                golden.close(cost.squaredError(), part + "mse", GoldenTensors.TIGHT);
                golden.close(cost.total(), part + "total", GoldenTensors.TIGHT);
                if (mode == Mode.TRAIN) {
                    cost.total().backward();
                    gradients(golden, flowParameters, net);
                }
            });
        }
    }

    private static void gradients(GoldenTensors golden, Parameters flow, Parameters net) {
        String published = "train/grad/noise_flow.model.";
        golden.closeGradient(flow, "layers.0.beta1", published + "0._scale.beta1");
        golden.closeGradient(flow, "layers.0.beta2", published + "0._scale.beta2");
        golden.closeGradient(flow, "layers.0.gain", published + "0._scale.gain_params");
        golden.closeGradient(flow, "layers.5.scale", published + "9.scale");
        for (int k = 0; k < 8; k++) {
            String layer = "layers." + (k < 4 ? k + 1 : k + 2);
            int module = k < 4 ? 2 * k + 1 : 2 * k + 2;
            String coupling = published + (module + 1) + "._shift_and_log_scale.";
            golden.closeGradient(flow, layer + ".conv.log_s", published + module + ".log_s");
            golden.closeGradient(flow, layer + ".coupling.rescale", coupling + "scale");
            golden.closeGradient(flow, layer + ".coupling.logs", coupling + "logs");
            golden.closeGradient(flow, layer + ".coupling.norm1.weight", coupling + "net.1.weight");
            golden.closeGradient(flow, layer + ".coupling.norm2.bias", coupling + "net.4.bias");
            for (int i = 1; i <= 3; i++) {
                golden.closeGradient(
                        flow, layer + ".coupling.conv" + i + ".weight", coupling + "conv2d_" + i + ".weight");
            }
        }
        golden.closeGradient(net, "conv.0.weight", "train/grad/denoiser.dncnn.0.weight");
        golden.closeGradient(net, "bn.1.weight", "train/grad/denoiser.dncnn.3.weight");
        golden.closeGradient(net, "conv.8.weight", "train/grad/denoiser.dncnn.23.weight");
    }

    @Test
    void rawDenoiser() {
        ModelFile<?> file = DnCnnImporter.read(GoldenTensors.shared("weights/n2n-dncnn-raw.safetensors"));
        GoldenTensors golden = GoldenTensors.of("n2n-denoisers-raw");
        DnCnnSpec spec = (DnCnnSpec) file.spec();
        Scope.run(() -> NoGrad.run(() -> {
            Parameters net = Parameters.frozen(
                    spec.network().parameters(), clockwise(file.weights()), Device.CPU, DType.FLOAT64);
            golden.close(
                    TorchLowering.forward(spec.network(), net, golden.tensor("noisy"), Mode.EVAL),
                    "dncnn/out",
                    GoldenTensors.TIGHT);
            return null;
        }));
    }

    /** The importer uses the row-by-row order of planes; the golden values have them clockwise. */
    private static Weights clockwise(Weights imported) {
        Map<String, StoredTensor> tensors = new TreeMap<>(imported.tensors());
        tensors.computeIfPresent("conv.0.weight", (name, kernel) -> exchanged(kernel, 1));
        tensors.computeIfPresent("conv.8.weight", (name, kernel) -> exchanged(kernel, 0));
        return Weights.of(tensors);
    }

    /** The kernel with planes 2 and 3 exchanged along an axis. */
    private static StoredTensor exchanged(StoredTensor kernel, int axis) {
        return Scope.heap(() -> {
            Tensor all = Tensor.ofDoubles(kernel.toDoubles(), kernel.shape());
            Tensor turned =
                    Tensor.cat(List.of(all.narrow(axis, 0, 2), all.narrow(axis, 3, 1), all.narrow(axis, 2, 1)), axis);
            return StoredTensor.ofDoubles(turned.contiguous().toDoubles(), kernel.shape());
        });
    }

    /** Convolutions and normalisations are numbered from 1 there, from 0 here. */
    private static Weights denoiserOfNoiseFlow(GoldenTensors golden) {
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
        GoldenTensors golden = GoldenTensors.of("noise-flow-dncnn");
        DnCnnSpec spec = new DnCnnSpec(4, 9, 32, true, DnCnnSpec.Biases.FIRST, 1e-4, 1);
        Weights weights = denoiserOfNoiseFlow(golden);
        for (Mode mode : Mode.values()) {
            Scope.run(() -> {
                Parameters net = Parameters.trainable(spec.network().parameters(), weights, Device.CPU, DType.FLOAT64);
                Tensor restored = TorchLowering.forward(spec.network(), net, golden.tensor("noisy"), mode);
                golden.close(restored, (mode == Mode.TRAIN ? "train" : "eval") + "/denoised", GoldenTensors.TIGHT);
                if (mode == Mode.TRAIN) {
                    Tensor loss =
                            restored.sub(golden.tensor("clean")).square().sum().mul(0.5);
                    golden.close(loss, "train/loss", GoldenTensors.TIGHT);
                    loss.backward();
                    golden.closeGradient(net, "conv.0.weight", "train/grad/conv1.weight");
                    golden.closeGradient(net, "conv.0.bias", "train/grad/conv1.bias");
                    golden.closeGradient(net, "bn.1.weight", "train/grad/bn2.gamma");
                    golden.closeGradient(net, "bn.1.bias", "train/grad/bn2.beta");
                    golden.closeGradient(net, "conv.8.weight", "train/grad/conv9.weight");
                }
            });
        }
    }
}
