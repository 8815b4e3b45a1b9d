package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transformed;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow-sRGB with the published weights, in float64, compared with an independent implementation. */
final class FlowSrgbGoldenTest {
    private static final double WHITE = 255;
    private static final double LEVELS = 256;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** Published weights, and reference results with them. */
    private record Case(FlowSrgbSpec spec, Parameters parameters, GoldenTensors golden) {
        static Case of(String suffix, boolean train) {
            ModelFile<?> file = FlowSrgbImporter.read(
                    GoldenTensors.shared("weights/flow-srgb-published" + suffix + ".safetensors"));
            FlowSrgbSpec spec = (FlowSrgbSpec) file.spec();
            Parameters parameters = train
                    ? Parameters.trainable(spec.slots(), file.weights(), Device.CPU, DType.FLOAT64)
                    : Parameters.frozen(spec.slots(), file.weights(), Device.CPU, DType.FLOAT64);
            return new Case(spec, parameters, GoldenTensors.of("flow-srgb" + suffix));
        }

        /** Images that are dequantised with given numbers. */
        Tensor dequantised(String image, String uniform) {
            return golden.tensor(image).add(golden.tensor(uniform)).div(LEVELS);
        }

        List<Capture> captures(String prefix) {
            return golden.captures(prefix, spec.cameras(), 5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-epoch30"})
    void latentLikelihoodAndSamples(String suffix) {
        Case one = Case.of(suffix, false);
        Scope.run(() -> NoGrad.run(() -> {
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.EVAL);
            Tensor clean = one.dequantised("clean", "u_clean");
            Tensor noise = one.dequantised("noisy", "u_noisy").sub(clean);
            one.golden().close(noise, "noise_input", GoldenTensors.TIGHT);
            Condition condition = flow.condition(clean, one.captures(""), PositionWeights.all());
            Transformed latent = flow.forward(noise, condition);
            one.golden().close(latent.value(), "z", GoldenTensors.TIGHT);
            // the published log-determinant includes the division by 256
            double grid = 3072 * Math.log(LEVELS);
            one.golden().close(latent.logAbsDet().sub(grid), "logdet", GoldenTensors.TIGHT);
            one.golden()
                    .close(
                            flow.logProb(latent, PositionWeights.all()).neg().add(grid),
                            "nll_nats",
                            GoldenTensors.TIGHT);
            Tensor sampled =
                    flow.inverse(one.golden().tensor("z_in"), condition).value();
            one.golden().close(sampled, "sample/noise", GoldenTensors.TIGHT);
            double[] numbers = sampled.add(clean).toDoubles();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Math.min(WHITE, Math.max(0, Math.floor(LEVELS * numbers[i])));
            }
            assertThat(numbers)
                    .isEqualTo(one.golden().stored("sample/noisy_int").toDoubles());
            return null;
        }));
    }

    @Test
    void everyLayer() {
        Case one = Case.of("", false);
        int sample = (int) one.golden().stored("trace/sample_index").toDoubles()[0];
        Scope.run(() -> NoGrad.run(() -> {
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.EVAL);
            Tensor clean =
                    one.dequantised("clean", "u_clean").narrow(0, sample, 1).contiguous();
            Tensor x = one.dequantised("noisy", "u_noisy")
                    .narrow(0, sample, 1)
                    .contiguous()
                    .sub(clean);
            Capture capture = one.captures("").get(sample);
            Condition condition = flow.condition(clean, List.of(capture), PositionWeights.all());
            List<String> names = one.golden().tensors().keySet().stream()
                    .filter(name -> name.matches("trace/\\d\\d_(cl|c|a)/out"))
                    .sorted()
                    .toList();
            assertThat(names).hasSameSizeAs(flow.layers());
            for (int i = 0; i < names.size(); i++) {
                Transformed step = flow.layers().get(i).forward(x, condition);
                one.golden().close(step.value(), names.get(i), GoldenTensors.STORED);
                one.golden().close(step.logAbsDet(), names.get(i).replace("/out", "/logdet"), GoldenTensors.TIGHT);
                x = step.value();
            }
            return null;
        }));
    }

    @Test
    void trainingLossAndGradients() {
        Case one = Case.of("", true);
        Scope.run(() -> {
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.TRAIN);
            Tensor clean = one.dequantised("clean", "u_clean");
            Tensor noise = one.dequantised("noisy", "u_noisy").sub(clean);
            Condition condition = flow.condition(clean, one.captures("train/"), PositionWeights.all());
            Tensor loss = flow.logProb(flow.forward(noise, condition), PositionWeights.all())
                    .neg()
                    .mean()
                    .add(3072 * Math.log(LEVELS));
            one.golden().close(loss, "train/loss_nats", GoldenTensors.TIGHT);
            loss.backward();
            gradient(one, "layers.0.log_scale", "model.2.log_scale");
            gradient(one, "layers.0.bias", "model.2.bias");
            gradient(one, "layers.1.conv.log_s", "model.3.log_s");
            String network = "model.4._shift_and_log_scale.";
            gradient(one, "layers.1.coupling.rescale", network + "scale");
            gradient(one, "layers.1.coupling.logs", network + "logs");
            gradient(one, "layers.1.coupling.norm1.weight", network + "net.1.weight");
            gradient(one, "layers.1.coupling.norm2.bias", network + "net.4.bias");
            for (int i = 1; i <= 3; i++) {
                gradient(one, "layers.1.coupling.conv" + i + ".weight", network + "conv2d_" + i + ".weight");
            }
            gradient(one, "layers.1.coupling.encoder.initial.weight", "model.4._encoder.initial_layer.weight");
            gradient(one, "layers.1.coupling.encoder.final.weight", "model.4._encoder.final_layer.weight");
            gradient(one, "layers.1.coupling.encoder.final.bias", "model.4._encoder.final_layer.bias");
        });
    }

    private static void gradient(Case one, String name, String published) {
        one.golden().closeGradient(one.parameters(), name, "train/grad/" + published);
    }
}
