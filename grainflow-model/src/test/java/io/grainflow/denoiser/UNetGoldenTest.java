package io.grainflow.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Layer;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Adam;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** U-Nets compared with independent implementations in PyTorch, in double precision. */
@Tag("processor")
final class UNetGoldenTest {
    private static final UNetSpec TINY = new UNetSpec(3, 3, 5, 6, 10, 7, 5, UNetSpec.Range.AS_IS, 1);

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void tinyUNetGivesOutputLossAndTheNormOfItsGradients() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_unet_tiny");
        Network network = TINY.network();
        Parameters parameters = parameters(network, weights(golden));
        Scope.run(() -> {
            Tensor output = TorchLowering.forward(network, parameters, golden.tensor("input"), Mode.TRAIN);
            golden.close(output, "output", GoldenTensors.TIGHT);
            Tensor loss = output.sub(golden.tensor("target")).square().mean();
            golden.close(loss.reshape(), "loss", GoldenTensors.TIGHT);
            loss.backward();
            double squares = 0;
            for (ParameterSlot slot : network.parameters()) {
                squares += gradient(parameters, slot.name()).square().sum().item();
            }
            assertThat(Math.sqrt(squares))
                    .isCloseTo(golden.stored("grad.global_norm").toDoubles()[0], within(GoldenTensors.GRADIENT));
        });
    }

    /** The stored gradients are those of the second step, the stored norm is that of the first. */
    @Test
    void twoStepsOfAdamFollowThePublishedRecipe() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_unet_tiny");
        Network network = TINY.network();
        Parameters parameters = parameters(network, weights(golden));
        Adam adam = Adam.of(new AdamSettings(0.9, 0.99, 1e-8, 0), parameters.trained());
        double[] losses = golden.stored("adam.losses").toDoubles();
        for (int step = 0; step < losses.length; step++) {
            boolean last = step == losses.length - 1;
            double got = Scope.heap(() -> {
                Tensor loss = TorchLowering.forward(network, parameters, golden.tensor("input"), Mode.TRAIN)
                        .sub(golden.tensor("target"))
                        .square()
                        .mean();
                loss.backward();
                if (last) {
                    requireGradients(golden, parameters);
                }
                adam.step(1e-3);
                return loss.item();
            });
            assertThat(got).isCloseTo(losses[step], within(GoldenTensors.TIGHT));
        }
        golden.tensors().keySet().stream()
                .filter(name -> name.startsWith("adam.after2."))
                .forEach(name -> golden.close(parameters.get(name.substring(12)), name, GoldenTensors.GRADIENT));
    }

    private static void requireGradients(GoldenTensors golden, Parameters parameters) {
        golden.tensors().keySet().stream()
                .filter(name -> name.startsWith("grad.") && !name.equals("grad.global_norm"))
                .forEach(name -> golden.close(gradient(parameters, name.substring(5)), name, GoldenTensors.GRADIENT));
    }

    @Test
    void fullUNetOfGeneratedWeightsGivesItsOutput() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_unet_full");
        UNetSpec standard = UNetSpec.defaults(3);
        UNetSpec spec = new UNetSpec(3, 3, 5, 48, 96, 64, 32, UNetSpec.Range.AS_IS, 1);
        Map<String, StoredTensor> generated = new TreeMap<>();
        long state = 12345;
        for (ParameterSlot slot : spec.network().parameters()) {
            double gain = slot.name().startsWith("dec_conv1c") ? 1 : Math.sqrt(2);
            double bound = slot.role() == ParameterSlot.Role.KERNEL
                    ? Math.sqrt(3) * gain / Math.sqrt(9.0 * slot.shape().get(1))
                    : 0.05;
            float[] values = new float[slot.count()];
            for (int i = 0; i < values.length; i++) {
                state = (1664525 * state + 1013904223) & 0xFFFFFFFFL;
                values[i] = (float) ((2 * (state / 4294967296.0) - 1) * bound);
            }
            generated.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        assertThat(standard.network().parameters().stream()
                        .mapToInt(ParameterSlot::count)
                        .sum())
                .isEqualTo(991_203);
        Scope.run(() -> golden.close(
                run(spec.network(), Weights.of(generated), golden.tensor("input")), "output", GoldenTensors.TIGHT));
    }

    @Test
    void parameterCountsAreThePublishedOnes() {
        assertThat(count(UNetSpec.defaults(1))).isEqualTo(988_609);
        assertThat(count(UNetSpec.ofLight(9))).isEqualTo(997_251);
        assertThat(count(SharedUNetSpec.defaults(4))).isEqualTo(701_908);
    }

    @Test
    void rawUNetOfPublishedWeightsGivesItsOutput() {
        GoldenTensors golden = GoldenTensors.of("n2n-denoisers-raw");
        ModelFile<?> file = UNetImporter.read(GoldenTensors.shared("weights/n2n-unet-raw.safetensors"));
        assertThat(file.spec()).isEqualTo(SharedUNetSpec.defaults(4));
        Network network = ((DenoiserSpec) file.spec()).network();
        Scope.run(() -> {
            Tensor rows = lastPlanesSwapped(golden.tensor("noisy"));
            Tensor restored = lastPlanesSwapped(run(network, file.weights(), rows));
            golden.close(restored, "unet/out", GoldenTensors.TIGHT);
        });
    }

    /** Tone mapping is applied to the first three channels of the input only. */
    @Test
    void lightIsCompressedBeforeTheConvolutions() {
        GoldenTensors golden = GoldenTensors.of("noise2noise_losses");
        double[] light = golden.stored("tonemap.v").toDoubles();
        Network network = new NetworkBuilder(2).then(new Layer.ToneMap(1)).build();
        double[] twice = new double[2 * light.length];
        System.arraycopy(light, 0, twice, 0, light.length);
        System.arraycopy(light, 0, twice, light.length, light.length);
        Scope.run(() -> {
            Tensor output = run(network, Weights.of(Map.of()), Tensor.ofDoubles(twice, 1, 2, 1, light.length));
            golden.close(
                    output.narrow(1, 0, 1)
                            .contiguous()
                            .reshape(golden.stored("tonemap.T").shape()),
                    "tonemap.T",
                    GoldenTensors.TIGHT);
            assertThat(output.narrow(1, 1, 1).contiguous().toDoubles()).isEqualTo(light);
        });
    }

    private static int count(DenoiserSpec spec) {
        return spec.network().parameters().stream()
                .mapToInt(ParameterSlot::count)
                .sum();
    }

    private static Tensor run(Network network, Weights weights, Tensor input) {
        Parameters parameters = Parameters.frozen(network.parameters(), weights, Device.CPU, DType.FLOAT64);
        return NoGrad.run(() -> TorchLowering.forward(network, parameters, input, Mode.EVAL));
    }

    private static Tensor lastPlanesSwapped(Tensor packed) {
        return Tensor.cat(List.of(packed.narrow(1, 0, 2), packed.narrow(1, 3, 1), packed.narrow(1, 2, 1)), 1);
    }

    private static Parameters parameters(Network network, Weights weights) {
        return Parameters.trainable(network.parameters(), weights, Device.CPU, DType.FLOAT64);
    }

    private static Weights weights(GoldenTensors golden) {
        Map<String, StoredTensor> weights = new TreeMap<>();
        golden.tensors().forEach((name, tensor) -> {
            if (name.startsWith("w.")) {
                weights.put(name.substring(2), tensor);
            }
        });
        return Weights.of(weights);
    }

    private static Tensor gradient(Parameters parameters, String name) {
        return Objects.requireNonNull(parameters.get(name).grad(), name);
    }
}
