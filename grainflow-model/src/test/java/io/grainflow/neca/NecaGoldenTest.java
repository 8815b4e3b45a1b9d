package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.metric.NoiseDivergence;
import io.grainflow.metric.Psnr;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchGraph;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Resampling;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.adversarial.PatchCritic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks, targets, losses and penalties of NeCA, in float64, compared with the published modules in float32. */
final class NecaGoldenTest {
    private static final double VALUE = 2e-6;
    private static final double GRADIENT = 1e-4;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    /** The part of a network up to and including the layer that makes a value. */
    private static Network until(Network network, int value) {
        return new Network(network.inputChannels(), network.nodes().subList(0, value));
    }

    private static NecaSpec widths(int gain, int level, int correlation) {
        return new NecaSpec(
                3, gain, level, correlation, NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL, 25.0 / 255, List.of());
    }

    @Test
    void gainAndLevelWithEveryLayer() {
        NecaGolden golden = NecaGolden.of("genet-npnet");
        NecaNetworks networks = NecaSpec.published().networks(0);
        Scope.run(() -> {
            Parameters parameters = golden.parameters("", networks.gain(), networks.level());
            Tensor noisy = golden.image("noisy_u8").to(DType.FLOAT64);
            golden.near(run(until(networks.gain(), 9), parameters, noisy).reshape(2, 96), "E.feat_avgpool", VALUE);
            Tensor gain = run(networks.gain(), parameters, noisy);
            golden.near(gain, "gain", VALUE);
            Tensor clean = golden.image("clean_u8").to(DType.FLOAT64);
            Tensor input =
                    Tensor.cat(List.of(clean, clean.narrow(1, 0, 1).mul(0).add(gain)), 1);
            golden.near(first(run(until(networks.level(), 4), parameters, input)), "G1.conv1_ch0", VALUE);
            golden.near(first(run(until(networks.level(), 8), parameters, input)), "G1.act2_ch0", VALUE);
            golden.near(first(run(until(networks.level(), 16), parameters, input)), "G1.act4_ch0", VALUE);
            golden.near(run(until(networks.level(), 17), parameters, input), "G1.conv5", VALUE);
            golden.near(NecaForward.level(networks, parameters, clean, gain), "map", VALUE);
            Tensor fixed = golden.values().tensor("fixed_gain");
            golden.near(NecaForward.level(networks, parameters, clean, fixed), "map_fixed_gain", VALUE);
        });
    }

    @Test
    void targetsLossesAndGradients() {
        NecaGolden golden = NecaGolden.of("genet-npnet");
        NecaNetworks networks = NecaSpec.published().networks(0);
        Scope.run(() -> {
            Parameters parameters = golden.parameters("", networks.gain(), networks.level());
            Tensor real = golden.noise();
            golden.near(NecaTargets.gain(real), "global_nl", VALUE);
            // the radicand is a small difference of float32 numbers in the published code
            golden.near(NecaTargets.level(real), "local_nl", 2e-5);
            Tensor gain =
                    run(networks.gain(), parameters, golden.image("noisy_u8").to(DType.FLOAT64));
            Tensor clean = golden.image("clean_u8").to(DType.FLOAT64);
            Tensor level = NecaForward.level(networks, parameters, clean, gain);
            NecaForward forward = new NecaForward(gain, level, level, level);
            Tensor total = forward.regularisation()
                    .add(forward.gainLoss(real).mul(50))
                    .add(forward.levelLoss(real).mul(10));
            golden.near(forward.gainLoss(real), "loss_std1", GRADIENT);
            golden.near(forward.levelLoss(real), "loss_std2", GRADIENT);
            golden.near(forward.regularisation(), "loss_reg", GRADIENT);
            golden.near(total, "loss_total", GRADIENT);
            total.backward();
            golden.nearGradients(parameters, GRADIENT);
        });
    }

    /** Rounding makes some local variances of constant noise negative, whose root would be no number. */
    @Test
    void levelsOfConstantNoiseAreNumbers() {
        Scope.run(() -> {
            Tensor noise = Tensor.full(0.1, 1, 3, 24, 24);
            double[] levels = NecaTargets.level(noise).toDoubles();
            assertThat(Arrays.stream(levels)).allMatch(level -> level >= 0);
            assertThat(levels[12 * 24 + 12]).isLessThan(1e-3);
        });
    }

    @Test
    void correlationAtEveryLevel() {
        NecaGolden golden = NecaGolden.of("ncnet-w12");
        NecaSpec spec = widths(2, 2, 12);
        Network network = spec.networks(0).correlation();
        Scope.run(() -> {
            Parameters parameters = golden.parameters("", network);
            Tensor x = golden.values().tensor("x");
            golden.near(run(network, parameters, x), "net", VALUE);
            golden.near(NecaForward.correlated(spec.networks(0), parameters, x), "sdnc", VALUE);
            Weights weights = golden.weights("", network.parameters());
            List<Tensor> rectified = new ArrayList<>();
            Graph graph = NetworkGraph.of(network, weights);
            TorchGraph.run(graph, Map.of(NetworkGraph.INPUT, x.to(DType.FLOAT32)), List.of(0, 0), (node, value) -> {
                if (graph.nodes().get(node).operation() instanceof Operation.Unary unary
                        && unary.kind() == Operation.Function.LEAKY_RELU) {
                    rectified.add(value);
                }
                return value;
            });
            for (int i = 0; i < 4; i++) {
                golden.near(rectified.get(2 * i + 1), "enc" + i, VALUE);
            }
            for (int i = 0; i < 3; i++) {
                golden.near(rectified.get(2 * i + 9), "dec" + i, VALUE);
            }
        });
    }

    @Test
    void simplifiedSample() {
        NecaGolden golden = NecaGolden.of("ncnet-w12");
        NecaSpec spec = widths(2, 2, 12).with(NecaSpec.Form.SIMPLIFIED);
        Weights weights = golden.weights("", spec.slots());
        float[] independent = golden.values().stored("S.z").toFloats();
        for (int i = 0; i < independent.length; i++) {
            independent[i] *= (float) spec.sigma();
        }
        try (TorchNeca engine = new TorchNeca(spec, weights, Inference.on(Device.CPU))) {
            float[] noise = engine.correlated(0, independent, 40, 48);
            Scope.run(() -> golden.near(Tensor.of(noise, noise.length), "S.noise", VALUE));
            double[] clean = golden.values().stored("S.clean_u8").toDoubles();
            double[] saved = golden.values().stored("S.saved_u8").toDoubles();
            for (int i = 0; i < noise.length; i++) {
                int place = i % (40 * 48) * 3 + i / (40 * 48);
                double level = Math.rint(255 * Math.min(1, Math.max(0, (float) (clean[i] / 255) + noise[i])));
                assertThat(level).as("value %d", i).isEqualTo(saved[place]);
            }
        }
    }

    @Test
    void criticsAndPenalties() {
        NecaGolden golden = NecaGolden.of("discriminators-nc8");
        Network first = new PatchCritic(3, 96, 8, 5, 3, false).network("D1.");
        Network second = new PatchCritic(3, 32, 8, 3, 3, false).network("D2.");
        Scope.run(() -> {
            Parameters parameters = golden.parameters("", first, second);
            Tensor real = golden.noise();
            Tensor fake = golden.values().tensor("fake_noise");
            int phase = (int) golden.number("pd_idx");
            Tensor subReal = Resampling.every(real, NecaDraws.STEP, phase / 3, phase % 3);
            Tensor subFake = Resampling.every(fake, NecaDraws.STEP, phase / 3, phase % 3);
            golden.near(subReal, "sub_noise", VALUE);
            golden.near(subFake, "sub_fake", VALUE);
            UnaryOperator<Tensor> one = x -> run(first, parameters, x);
            UnaryOperator<Tensor> two = x -> run(second, parameters, x);
            List<Tensor> scores = List.of(one.apply(real), one.apply(fake), two.apply(subReal), two.apply(subFake));
            List<String> names = List.of("D1_real", "D1_fake", "D2_real", "D2_fake");
            for (int i = 0; i < names.size(); i++) {
                golden.near(scores.get(i).reshape(2, 1), names.get(i), 1e-5);
            }
            Tensor realLoss = scores.get(0).mean().add(scores.get(2).mean()).neg();
            Tensor fakeLoss = scores.get(1).mean().add(scores.get(3).mean());
            golden.near(realLoss, "loss_D_real", 1e-5);
            golden.near(fakeLoss, "loss_D_fake", 1e-5);
            golden.near(scores.get(1).mean().neg(), "loss_adv1", 1e-5);
            golden.near(scores.get(3).mean().neg(), "loss_adv2", 1e-5);
            Tensor penalty1 = penalty(golden, one, real, fake, "eps1");
            Tensor penalty2 = penalty(golden, two, subReal, subFake, "eps2");
            golden.near(penalty1, "gp1", 1e-5);
            golden.near(penalty2, "gp2", 1e-5);
            Tensor total = realLoss.add(fakeLoss).add(penalty1.add(penalty2).mul(10));
            golden.near(total, "loss_D_total", 1e-5);
            total.backward();
            golden.nearGradients(parameters, 1e-4);
        });
    }

    private static Tensor penalty(
            NecaGolden golden, UnaryOperator<Tensor> critic, Tensor real, Tensor fake, String shares) {
        return GradientPenalty.towards(
                1,
                critic,
                GradientPenalty.between(
                        real, fake, golden.values().tensor(shares).reshape(2)));
    }

    @Test
    void metrics() {
        NecaGolden golden = NecaGolden.of("metrics");
        double[] divergences = new double[2];
        double[] psnr = new double[2];
        for (int i = 0; i < 2; i++) {
            Image clean = image(golden, "clean_u8", i, 255);
            Image noisy = image(golden, "noisy_u8", i, 255);
            Image fake = image(golden, "fake", i, 1).clamped().quantised(255);
            if (i == 0) {
                assertThat(NoiseDivergence.NECA.histogram(clean, noisy)).isEqualTo(counts(golden, "hist_real0"));
                assertThat(NoiseDivergence.NECA.histogram(clean, fake)).isEqualTo(counts(golden, "hist_fake0"));
            }
            divergences[i] = NoiseDivergence.NECA.klNats(clean, noisy, fake);
            psnr[i] = Psnr.eightBitDecibels(clean, fake);
        }
        golden.near(divergences, "kld", 1e-12);
        golden.near(psnr, "psnr", 1e-9);
    }

    private static long[] counts(NecaGolden golden, String name) {
        return Arrays.stream(golden.values().stored(name).toDoubles())
                .mapToLong(count -> (long) count)
                .toArray();
    }

    /** One image of a batch of 48x48. */
    private static Image image(NecaGolden golden, String name, int index, double white) {
        double[] all = golden.values().stored(name).toDoubles();
        float[] values = new float[3 * 48 * 48];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) all[index * values.length + i] / (float) white;
        }
        return Image.adopt(PixelDomain.SRGB, 48, 48, values);
    }

    private static Tensor run(Network network, Parameters parameters, Tensor x) {
        return TorchLowering.forward(network, parameters, x, Mode.TRAIN);
    }

    private static Tensor first(Tensor features) {
        return features.narrow(1, 0, 1);
    }
}
