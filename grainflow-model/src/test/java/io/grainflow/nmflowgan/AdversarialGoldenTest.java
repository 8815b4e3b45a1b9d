package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.FormulaTensors;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.Layer;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.adversarial.PatchCritic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Generator and critic of NM-FlowGAN compared with results of the authors' modules in float32. */
final class AdversarialGoldenTest {
    private static final double OUTPUT = 1e-5;
    private static final double GRADIENT = 1e-3;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static Network generator() {
        return CorrelationNetwork.of(Golden.SPEC);
    }

    @Test
    void generatorOfAnySizeInEvaluation() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-unet-wf3");
        Scope.run(() -> NoGrad.run(() -> {
            Parameters parameters = Golden.parameters(false);
            for (String name : List.of("", "48")) {
                Tensor y = TorchLowering.forward(generator(), parameters, golden.tensor("x" + name), Mode.EVAL);
                golden.close(y, "eval.y" + name, OUTPUT);
            }
            return true;
        }));
    }

    @Test
    void everySizeOfTheGenerator() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-unet-wf3");
        Scope.run(() -> NoGrad.run(() -> {
            Network whole = generator();
            Parameters parameters = Golden.parameters(false);
            Map<String, Integer> ends = new TreeMap<>();
            for (int i = 0; i < whole.nodes().size(); i++) {
                for (ParameterSlot slot : whole.nodes().get(i).layer().parameters()) {
                    String name = slot.name();
                    if (name.matches(".*(down|up)_path.*block\\.2\\.weight")) {
                        // the rectifier after the convolution
                        ends.put(name.replaceAll("generator\\.(\\w+)_path\\.(\\d).*", "eval.$1$2"), i + 2);
                    } else if (name.equals(CorrelationNetwork.LAST + ".weight")) {
                        ends.put("eval.last", i + 1);
                    }
                }
            }
            assertThat(ends).hasSize(10);
            ends.forEach((name, end) -> {
                golden.close(value(golden, whole, end, parameters, golden.tensor("x"), name), name, OUTPUT);
            });
            return true;
        }));
    }

    /** A value inside a network, which is smaller than its input: it is enlarged, so that it can be an output, and reduced again. */
    private static Tensor value(
            GoldenTensors golden, Network network, int end, Parameters parameters, Tensor input, String name) {
        long times = input.shape()[2] / golden.stored(name).shape()[2];
        List<Network.Node> nodes = new ArrayList<>(network.nodes().subList(0, end));
        for (long i = times; i > 1; i /= 2) {
            nodes.add(new Network.Node(new Layer.Upsample(), List.of(nodes.size())));
        }
        Tensor value =
                TorchLowering.forward(new Network(network.inputChannels(), nodes), parameters, input.add(0), Mode.EVAL);
        for (long i = times; i > 1; i /= 2) {
            value = value.maxPool2();
        }
        return value;
    }

    @Test
    void generatorInTraining() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-unet-wf3");
        Scope.run(() -> {
            Parameters parameters = Golden.parameters(true);
            Tensor y = TorchLowering.forward(
                    generator(),
                    parameters,
                    golden.tensor("x"),
                    Mode.TRAIN,
                    NmFlowGanDraws.dropping(index -> golden.tensor("train.mask" + index)));
            golden.close(y, "train.y", OUTPUT);
            Tensor loss = y.square().mean();
            golden.close(loss, "train.loss_mean_square", OUTPUT);
            loss.backward();
            golden.tensors().keySet().stream()
                    .filter(name -> name.startsWith("train.grad."))
                    .forEach(name -> Golden.close(
                            name,
                            Golden.gradient(parameters, "generator." + name.substring("train.grad.".length()))
                                    .toDoubles(),
                            golden.stored(name).toDoubles(),
                            GRADIENT));
        });
    }

    /** Noise and clean image of the critic, in grey levels. */
    private static Tensor seen(GoldenTensors golden, String image) {
        Tensor clean = golden.tensor("clean");
        return Tensor.cat(List.of(golden.tensor(image).sub(clean), clean), 1);
    }

    private static UnaryOperator<Tensor> critic(Parameters parameters) {
        return x -> TorchLowering.forward(Golden.CRITIC, parameters, x.div(256), Mode.TRAIN);
    }

    @Test
    void featuresScoreAndSlope() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-critic-nc8");
        Scope.run(() -> {
            Parameters parameters = Golden.parameters(true);
            Tensor x = seen(golden, "noisy").requiresGrad();
            Tensor score = critic(parameters).apply(x);
            golden.close(score.reshape(2, 1), "score", OUTPUT);
            Tensor slope = Gradients.of(score.sum(), List.of(x)).get(0);
            Tensor part = slope.narrow(2, 40, 16).narrow(3, 40, 16);
            Golden.close(
                    "slope", part.toDoubles(), golden.stored("grad_x_of_sum").toDoubles(), GRADIENT);
            golden.close(slope.square().sum(false, 1, 2, 3).sqrt(), "grad_x_norm_per_sample", OUTPUT);
            for (int k : new int[] {3, 5, 7, 9}) {
                // 7x7, then convolution, normalisation and rectifier of each block
                String name = "feat" + k;
                golden.close(value(golden, Golden.CRITIC, 1 + 3 * k, parameters, x.div(256), name), name, 1e-4);
            }
        });
    }

    @Test
    void penaltyBeyondTheSamples() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-critic-nc8");
        Scope.run(() -> {
            Parameters parameters = Golden.parameters(true);
            Tensor points = GradientPenalty.between(
                    seen(golden, "noisy"),
                    seen(golden, "fake"),
                    golden.tensor("gp.alpha").reshape(2));
            Tensor penalty = GradientPenalty.towards(1, critic(parameters), points);
            golden.close(penalty, "gp.value", OUTPUT);
            penalty.backward();
            golden.tensors().keySet().stream()
                    .filter(name -> name.startsWith("gp.grad.") && !isCancelled(name))
                    .forEach(name -> Golden.close(
                            name,
                            Golden.gradient(parameters, name.substring("gp.grad.".length()))
                                    .toDoubles(),
                            golden.stored(name).toDoubles(),
                            GRADIENT));
            golden.tensors().keySet().stream()
                    .filter(name -> name.startsWith("gp.gradnorm.") && !isCancelled(name))
                    .filter(name -> !name.endsWith("classifier.2.bias"))
                    .forEach(name -> assertThat(norm(parameters, name.substring("gp.gradnorm.".length())))
                            .as(name)
                            .isCloseTo(
                                    golden.stored(name).toDoubles()[0],
                                    within(GRADIENT * golden.stored(name).toDoubles()[0])));
        });
    }

    private static double norm(Parameters parameters, String published) {
        return Golden.gradient(parameters, published).square().sum().sqrt().item();
    }

    /** Gradients of biases before an instance normalisation are of rounding size. */
    private static boolean isCancelled(String name) {
        return name.matches(".*critic\\.features\\.[1-9]\\.0\\.bias");
    }

    private static Parameters formula(Network network, String prefix) {
        Map<String, String> published = new TreeMap<>();
        network.parameters().forEach(slot -> published.put(slot.name(), name(slot)));
        Weights weights = FormulaTensors.of(
                prefix, network.parameters(), published, name -> name.equals("last.weight") ? 0.3 : 1);
        return Parameters.trainable(network, weights, Device.CPU);
    }

    private static String name(ParameterSlot slot) {
        return slot.name().replaceFirst("^generator\\.", "").replaceFirst("^(critic\\.features\\.0)\\.0\\.", "$1.");
    }

    @Test
    void fullWidth() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-fullwidth");
        Scope.run(() -> NoGrad.run(() -> {
            Network unet = CorrelationNetwork.of(NmFlowGanSpec.published());
            Parameters parameters = formula(unet, "full.unet.");
            firstValues(golden, "unet.firstvalues.", parameters, "generator.");
            Tensor y = TorchLowering.forward(
                    unet, parameters, golden.tensor("unet.x").to(DType.FLOAT32), Mode.EVAL);
            golden.close(y, "unet.y", OUTPUT);
            parameters.forEachTensor(Tensor::free);
            return true;
        }));
    }

    @Test
    void fullWidthOfTheCritic() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-fullwidth");
        Scope.run(() -> {
            Network critic = PatchCritic.published(6, true).network("critic.");
            Parameters parameters = formula(critic, "full.critic.");
            StoredTensor noise = FormulaTensors.of("full.critic.noise", -30, 30, 1, 3, 96, 96);
            StoredTensor clean = FormulaTensors.of("full.critic.clean", 0, 255, 1, 3, 96, 96);
            Tensor x = Tensor.cat(
                            List.of(
                                    Tensor.of(noise.toFloats(), noise.shape()),
                                    Tensor.of(clean.toFloats(), clean.shape())),
                            1)
                    .requiresGrad();
            Tensor score = TorchLowering.forward(critic, parameters, x.div(256), Mode.TRAIN);
            golden.close(score.sum(), "critic.score", 3 * OUTPUT);
            double slope = Gradients.of(score.sum(), List.of(x))
                    .get(0)
                    .square()
                    .sum()
                    .sqrt()
                    .item();
            double expected = golden.stored("critic.gradnorm").toDoubles()[0];
            assertThat(slope).isCloseTo(expected, within(GRADIENT * expected));
        });
    }

    private static void firstValues(GoldenTensors golden, String kind, Parameters parameters, String prefix) {
        List<String> names = golden.tensors().keySet().stream()
                .filter(name -> name.startsWith(kind))
                .toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            double[] values =
                    parameters.get(prefix + name.substring(kind.length())).toDoubles();
            double[] expected = golden.stored(name).toDoubles();
            assertThat(Arrays.copyOf(values, expected.length)).containsExactly(expected);
        }
    }
}
