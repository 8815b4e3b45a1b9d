package io.grainflow.c2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.FormulaTensors;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
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
import org.junit.jupiter.api.Test;

/** Networks, losses and gradients agree with the released networks and the reconstructed losses, in float64. */
final class C2nGoldenTest {
    /** The reference values are float32. */
    private static final double STORED = 1e-6;
    /** Of a gradient's norm, in which float32 loses more. */
    private static final double GRADIENT = 2e-5;

    private static final C2nSpec SPEC =
            new C2nSpec(3, 16, 32, 5, 3, 2, C2nSpec.Distribution.UNIFORM, C2nSpec.Order.BGR, true);
    private static final Network CRITIC = new C2nObjective(
                    16, 6, 5, 10, C2nObjective.Penalised.SUM, 0.01, C2nObjective.Stabilising.BATCH, 1)
            .critic(3);
    private static final C2nGenerator GENERATOR = new C2nGenerator(SPEC);

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static GoldenTensors golden() {
        return GoldenTensors.of("c2n-g-d-w16");
    }

    private static String published(String name) {
        return name.startsWith(C2nObjective.CRITIC) ? "D." + name.substring(C2nObjective.CRITIC.length()) : "G." + name;
    }

    private static Parameters parameters(GoldenTensors golden, List<ParameterSlot> slots) {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        slots.forEach(slot -> tensors.put(slot.name(), golden.stored(published(slot.name()))));
        return Parameters.trainable(slots, Weights.of(tensors), Device.CPU, DType.FLOAT64);
    }

    private static Tensor image(GoldenTensors golden, String name) {
        return golden.tensor(name).div(255);
    }

    private static C2nDraws draws(GoldenTensors golden) {
        return new C2nDraws(golden.tensor("r"), golden.tensor("eps"), golden.tensor("u_indep"));
    }

    @Test
    void sizesAreThePublishedOnes() {
        C2nGenerator published = new C2nGenerator(C2nSpec.published());
        assertThat(count(published.parameters())).isEqualTo(2_154_068);
        assertThat(count(C2nObjective.published().critic(3).parameters())).isEqualTo(445_512);
        assertThat(count(GENERATOR.parameters())).isEqualTo(142_244);
        assertThat(count(CRITIC.parameters())).isEqualTo(28_440);
        assertThat(published.radius()).isEqualTo(17);
    }

    private static long count(List<ParameterSlot> slots) {
        return slots.stream().mapToLong(ParameterSlot::count).sum();
    }

    @Test
    void everyNetworkOfTheGenerator() {
        Scope.run(() -> NoGrad.run(() -> {
            GoldenTensors golden = golden();
            Parameters weights = parameters(golden, SPEC.slots());
            Tensor head = GENERATOR.run(
                    C2nGenerator.HEAD, weights, image(golden, "clean_u8").narrow(0, 0, 1));
            golden.close(head, "mid.G.ext_head.out", STORED);
            Tensor style = golden.tensor("r").narrow(0, 0, 1).reshape(1, 32, 1, 1);
            Tensor planes = style.mul(Tensor.ones(1, 1, 32, 32).to(DType.FLOAT64));
            Tensor merged = GENERATOR.run(C2nGenerator.MERGE, weights, Tensor.cat(List.of(head, planes), 1));
            golden.close(merged, "mid.G.ext_merge.out", STORED);
            Tensor statistics = GENERATOR.run(C2nGenerator.FEATURES, weights, merged);
            golden.close(statistics, "mid.G.ext.out", STORED);
            golden.close(C2nGenerator.deviation(statistics.narrow(1, 16, 16)), "mid.scale", STORED);
            for (String kind : List.of("indep", "dep")) {
                Tensor first = golden.tensor("mid.G." + kind + "_merge.out");
                for (String pipe : List.of("pipe_" + kind + "_1", "pipe_" + kind + "_3")) {
                    golden.close(GENERATOR.run(pipe, weights, first), "mid.G." + pipe + ".out", STORED);
                }
            }
            Tensor uniform = golden.tensor("u_indep").narrow(0, 0, 1);
            golden.close(GENERATOR.run(C2nGenerator.INDEPENDENT, weights, uniform), "mid.G.indep_merge.out", STORED);
            Tensor drawn = statistics
                    .narrow(1, 0, 16)
                    .add(golden.tensor("mid.scale").mul(golden.tensor("eps").narrow(0, 0, 1)));
            golden.close(GENERATOR.run(C2nGenerator.DEPENDENT, weights, drawn), "mid.G.dep_merge.out", STORED);
            return true;
        }));
    }

    @Test
    void noiseAndRoundedImage() {
        Scope.run(() -> NoGrad.run(() -> {
            GoldenTensors golden = golden();
            Tensor clean = image(golden, "clean_u8");
            Tensor noise = GENERATOR.noise(parameters(golden, SPEC.slots()), clean, draws(golden));
            golden.close(noise, "mid.G.noise", STORED);
            golden.close(clean.add(noise), "y", STORED);
            float[] first = clean.add(noise).narrow(0, 0, 1).to(DType.FLOAT32).toFloats();
            Image rounded = Image.copyOf(PixelDomain.SRGB, 32, 32, first).quantised(255);
            double[] saved = golden.stored("saved_u8").toDoubles();
            int different = 0;
            for (int i = 0; i < first.length; i++) {
                float value = rounded.at(i % 3, i / 3 / 32, i / 3 % 32);
                different += Math.round(255 * value) == saved[i] ? 0 : 1;
            }
            // a value next to a step may fall on the other side
            assertThat(different).isLessThanOrEqualTo(2);
            return true;
        }));
    }

    @Test
    void lossesOfTheGeneratorAndTheirGradients() {
        Scope.run(() -> {
            GoldenTensors golden = golden();
            Parameters weights = parameters(golden, SPEC.slots());
            Parameters critic = parameters(golden, CRITIC.parameters());
            Tensor clean = image(golden, "clean_u8");
            Tensor noise = GENERATOR.noise(weights, clean, draws(golden));
            Tensor adversarial = TorchLowering.forward(CRITIC, critic, clean.add(noise), Mode.TRAIN)
                    .mean()
                    .neg();
            Tensor stabilising = C2nLosses.stabilising(C2nObjective.Stabilising.BATCH, noise);
            Tensor total = adversarial.add(stabilising.mul(0.01));
            golden.close(adversarial, "loss.G_adv", STORED);
            assertThat(stabilising.item())
                    .isCloseTo(golden.tensor("loss.batch_zero_mean").item(), within(1e-7));
            golden.close(total, "loss.G_total", STORED);
            total.backward();
            norms(golden, weights, SPEC.slots());
            gradient(golden, weights, "T_tail.weight");
            gradient(golden, weights, "ext_head.0.weight");
        });
    }

    @Test
    void lossesOfTheCriticAndTheirGradients() {
        Scope.run(() -> {
            GoldenTensors golden = golden();
            Parameters critic = parameters(golden, CRITIC.parameters());
            Tensor real = image(golden, "real_u8");
            Tensor fake = golden.tensor("y");
            golden.close(forward(critic, real), "D.map_real", STORED);
            golden.close(forward(critic, fake), "D.map_fake", STORED);
            Tensor gap = C2nLosses.gap(x -> forward(critic, x), real, fake);
            Tensor penalty = C2nLosses.penalty(
                    C2nObjective.Penalised.SUM,
                    x -> forward(critic, x),
                    real,
                    fake,
                    golden.tensor("alpha").reshape(2));
            golden.close(gap.neg(), "loss.D_wgan", STORED);
            golden.close(penalty, "loss.GP", STORED);
            Tensor total = penalty.mul(10).sub(gap);
            golden.close(total, "loss.D_total", STORED);
            total.backward();
            norms(golden, critic, CRITIC.parameters());
            gradient(golden, critic, C2nObjective.CRITIC + "head.0.weight");
        });
    }

    private static Tensor forward(Parameters critic, Tensor x) {
        return TorchLowering.forward(CRITIC, critic, x, Mode.TRAIN);
    }

    private static void norms(GoldenTensors golden, Parameters parameters, List<ParameterSlot> slots) {
        for (ParameterSlot slot : slots) {
            double norm = grad(parameters, slot.name()).square().sum().sqrt().item();
            double expected =
                    golden.tensor("gradnorm." + published(slot.name())).item();
            assertThat(norm).as(slot.name()).isCloseTo(expected, within(GRADIENT * expected));
        }
    }

    private static void gradient(GoldenTensors golden, Parameters parameters, String name) {
        double[] expected = golden.stored("grad." + published(name)).toDoubles();
        double[] actual = grad(parameters, name).toDoubles();
        double largest = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(GRADIENT * largest));
        }
    }

    private static Tensor grad(Parameters parameters, String name) {
        return Objects.requireNonNull(parameters.get(name).grad(), name);
    }

    /** Full width, with weights by a formula. */
    @Test
    void publishedWidth() {
        GoldenTensors golden = GoldenTensors.of("c2n-fullwidth");
        C2nSpec spec = C2nSpec.published();
        Scope.run(() -> NoGrad.run(() -> {
            Weights weights = full("full.c2nG.", spec.slots());
            for (String name :
                    List.of("ext_head.0.weight", "ext_merge.0.weight", "pipe_dep_3.1.body.2.weight", "T_tail.bias")) {
                double[] first = golden.stored("firstvalues.G." + name).toDoubles();
                assertThat(java.util.Arrays.copyOf(weights.get(name).toDoubles(), first.length))
                        .as(name)
                        .containsExactly(first);
            }
            Tensor x = golden.tensor("x");
            C2nDraws draws =
                    new C2nDraws(golden.tensor("r"), features("full.c2n.eps", -1.7, 1.7), features("full.c2n.u", 0, 1));
            Parameters generator = Parameters.frozen(spec.slots(), weights, Device.CPU, DType.FLOAT64);
            golden.close(x.add(new C2nGenerator(spec).noise(generator, x, draws)), "y", 5e-6);
            Network network = C2nObjective.published().critic(3);
            Parameters critic = Parameters.frozen(
                    network.parameters(), full("full.c2nD.", network.parameters()), Device.CPU, DType.FLOAT64);
            golden.close(TorchLowering.forward(network, critic, x, Mode.TRAIN), "D_map", 5e-6);
            return true;
        }));
    }

    private static Tensor features(String label, double low, double high) {
        StoredTensor stored = FormulaTensors.of(label, low, high, 1, 64, 24, 24);
        return Tensor.ofDoubles(stored.toDoubles(), stored.shape());
    }

    /** The second convolution of every residual block is multiplied afterwards. */
    private static Weights full(String prefix, List<ParameterSlot> slots) {
        Map<String, String> names = new TreeMap<>();
        slots.forEach(slot -> names.put(slot.name(), slot.name().replaceFirst("^critic\\.", "")));
        Weights raw = FormulaTensors.of(
                prefix,
                slots,
                names,
                name -> name.equals("T_tail.weight") ? 0.03 : name.equals("tail.weight") ? 0.3 : 1);
        Map<String, StoredTensor> tensors = new TreeMap<>(raw.tensors());
        tensors.replaceAll((name, tensor) -> {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length && name.endsWith("body.2.weight"); i++) {
                values[i] *= 0.3f;
            }
            return StoredTensor.ofFloats(values, tensor.shape());
        });
        return Weights.of(tensors);
    }
}
