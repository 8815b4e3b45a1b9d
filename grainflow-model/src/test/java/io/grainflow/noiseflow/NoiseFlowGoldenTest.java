package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.inference.Inference;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.noise.HeteroscedasticNoise;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Adam;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise Flow with the published weights, in float64, compared with an independent implementation. */
final class NoiseFlowGoldenTest {
    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static ModelFile<NoiseFlowSpec> published() {
        ModelFile<?> file = NoiseFlowImporter.read(GoldenTensors.shared("weights/noise-flow-published.safetensors"));
        return new ModelFile<>(
                (NoiseFlowSpec) file.spec(), file.vocabulary(), file.units(), file.provenance(), file.weights());
    }

    /** The published flow, and reference results with it. */
    private record Case(NoiseFlowSpec spec, Parameters parameters, GoldenTensors golden) {
        static Case of(String name, boolean train) {
            ModelFile<NoiseFlowSpec> file = published();
            Parameters parameters = train
                    ? Parameters.trainable(file.spec().slots(), file.weights(), Device.CPU, DType.FLOAT64)
                    : Parameters.frozen(file.spec().slots(), file.weights(), Device.CPU, DType.FLOAT64);
            return new Case(file.spec(), parameters, GoldenTensors.of(name));
        }

        StoredTensor stored(String name) {
            return golden.stored(name);
        }

        /** [N,H,W,C] as [N,C,H,W]; single samples get a batch of one. */
        Tensor images(String name) {
            long[] shape = stored(name).shape();
            Tensor values = Tensor.ofDoubles(stored(name).toDoubles(), shape);
            Tensor batch = shape.length == 3 ? values.reshape(1, shape[0], shape[1], shape[2]) : values;
            return batch.permute(0, 3, 1, 2).contiguous();
        }

        List<Capture> captures() {
            return golden.captures("", spec.cameras(), 8);
        }

        void close(Tensor actual, String name) {
            GoldenTensors.close(name, actual.toDoubles(), stored(name).toDoubles(), GoldenTensors.TIGHT);
        }

        void closeImages(Tensor actual, String name) {
            close(actual.permute(0, 2, 3, 1).contiguous(), name);
        }
    }

    @Test
    void latentLikelihoodAndSamples() {
        Scope.run(() -> NoGrad.run(() -> {
            Case one = Case.of("noise-flow-tf", false);
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.EVAL);
            Condition condition = flow.condition(one.images("clean"), one.captures(), PositionWeights.all());
            Transformed latent = flow.forward(one.images("noise"), condition);
            one.closeImages(latent.value(), "z");
            one.close(latent.logAbsDet(), "logdet");
            one.close(flow.logProb(latent, PositionWeights.all()).neg(), "nll_nats");
            one.closeImages(flow.inverse(one.images("z_in"), condition).value(), "noise_from_z_T1");
            one.closeImages(flow.inverse(one.images("z_in").mul(0.6), condition).value(), "noise_from_z_T06");
            Tensor back = flow.inverse(latent.value(), condition).value();
            GoldenTensors.close(
                    "round trip", back.toDoubles(), one.images("noise").toDoubles(), 1e-12);
            return null;
        }));
    }

    @Test
    void everyLayer() {
        Scope.run(() -> NoGrad.run(() -> {
            Case trace = Case.of("noise-flow-tf-trace", false);
            Case one = Case.of("noise-flow-tf", false);
            int sample = (int) trace.stored("sample_index").toDoubles()[0];
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.EVAL);
            Tensor clean = one.images("clean").narrow(0, sample, 1).contiguous();
            Condition condition = flow.condition(clean, List.of(one.captures().get(sample)), PositionWeights.all());
            List<String> names = trace.golden().tensors().keySet().stream()
                    .filter(name -> name.startsWith("inv/") && name.endsWith("/out"))
                    .sorted()
                    .toList();
            assertThat(names).hasSameSizeAs(flow.layers());
            Tensor x = one.images("noise").narrow(0, sample, 1).contiguous();
            for (int i = 0; i < names.size(); i++) {
                Transform layer = flow.layers().get(i);
                Transformed step = layer.forward(x, condition);
                trace.closeImages(step.value(), names.get(i));
                GoldenTensors.close(
                        names.get(i),
                        step.logAbsDet().toDoubles(),
                        trace.stored(names.get(i).replace("/out", "/logdet")).toDoubles(),
                        GoldenTensors.TIGHT);
                x = step.value();
            }
            return null;
        }));
    }

    @Test
    void trainingLossGradientsAndRunningStatistics() {
        Scope.run(() -> {
            Case one = Case.of("noise-flow-tf-train", true);
            NoiseFlow evaluated = new NoiseFlow(one.spec(), one.parameters(), Mode.EVAL);
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.TRAIN);
            Condition condition = flow.condition(one.images("clean"), one.captures(), PositionWeights.all());
            one.close(loss(evaluated, one, condition), "eval_loss");
            Tensor loss = loss(flow, one, condition);
            one.close(loss, "loss");
            loss.backward();
            for (int i = 0; i < 10; i++) {
                String bijector = String.format(Locale.ROOT, "grad/level0/bijector%d/rescaling_scale0", i);
                if (i != 0 && i != 5) {
                    one.close(gradient(one, "layers." + i + ".coupling.rescale"), bijector);
                    one.close(
                            gradient(one, "layers." + i + ".conv.log_s"),
                            String.format(
                                    Locale.ROOT,
                                    "grad/level0/bijector%d/Conv2d_1x1_%d/log_S_matpar_lu_conv2d_1x1_%d_0",
                                    i,
                                    i,
                                    i));
                }
            }
            one.close(gradient(one, "layers.0.beta1"), "grad/model/sdn_gain/beta1");
            one.close(gradient(one, "layers.0.beta2"), "grad/model/sdn_gain/beta2");
            one.close(gradient(one, "layers.0.gain"), "grad/model/sdn_gain/gain_params");
            one.close(gradient(one, "layers.0.camera").permute(1, 0).contiguous(), "grad/model/sdn_gain/cam_params");
            one.close(gradient(one, "layers.5.scale"), "grad/model/sdn_gain/gain_val");
            for (int k = 0; k < 8; k++) {
                String coupling = "layers." + (k < 4 ? k + 1 : k + 2) + ".coupling.";
                String published = "model/real_nvp_conv_template" + (k == 0 ? "" : "_" + k) + "/";
                kernel(one, coupling + "conv1.weight", "grad/" + published + "l_1/W");
                kernel(one, coupling + "conv2.weight", "grad/" + published + "l_2/W");
                kernel(one, coupling + "conv3.weight", "grad/" + published + "l_last/W");
                one.close(gradient(one, coupling + "conv3.bias"), "grad/" + published + "l_last/b");
                one.close(gradient(one, coupling + "logs"), "grad/" + published + "l_last/logs");
                one.close(
                        one.parameters().get(coupling + "norm1.mean"), "bn_after/" + published + "bn_nvp_conv_1/mean");
                one.close(
                        one.parameters().get(coupling + "norm2.variance"),
                        "bn_after/" + published + "bn_nvp_conv_2/var");
            }
        });
    }

    @Test
    void tenStepsOfAdam() {
        Scope.run(() -> {
            Case one = Case.of("noise-flow-tf-train", true);
            NoiseFlow flow = new NoiseFlow(one.spec(), one.parameters(), Mode.TRAIN);
            Condition condition = flow.condition(one.images("clean"), one.captures(), PositionWeights.all());
            Adam adam = Adam.of(AdamSettings.defaults(), one.parameters().trained());
            double[] losses = new double[10];
            for (int step = 0; step < losses.length; step++) {
                Tensor loss = loss(flow, one, condition);
                losses[step] = loss.item();
                loss.backward();
                adam.step(1e-4);
            }
            // the gradients of biases before a normalisation are rounding errors, and epsilon has another position in
            // the released update rule
            GoldenTensors.close(
                    "losses", losses, one.stored("adam10/loss_trace").toDoubles(), 1e-7);
            GoldenTensors.close(
                    "beta1",
                    one.parameters().get("layers.0.beta1").toDoubles(),
                    one.stored("adam10/model/sdn_gain/beta1").toDoubles(),
                    1e-7);
            GoldenTensors.close(
                    "gain",
                    one.parameters().get("layers.0.gain").toDoubles(),
                    one.stored("adam10/model/sdn_gain/gain_params").toDoubles(),
                    1e-7);
        });
    }

    /** Standard deviations on flat grey of 0.05, 0.2 and 0.5 for the cameras and ISOs that the weights were trained on. */
    private static final Map<String, double[]> SAMPLED = Map.ofEntries(
            Map.entry("IP 100", new double[] {0.00673, 0.01338, 0.02096}),
            Map.entry("IP 400", new double[] {0.00840, 0.01664, 0.02628}),
            Map.entry("IP 800", new double[] {0.00886, 0.01765, 0.02767}),
            Map.entry("IP 1600", new double[] {0.00897, 0.01792, 0.02827}),
            Map.entry("GP 100", new double[] {0.00432, 0.00842, 0.01326}),
            Map.entry("GP 800", new double[] {0.01009, 0.02016, 0.03169}),
            Map.entry("S6 100", new double[] {0.00574, 0.01110, 0.01739}),
            Map.entry("S6 400", new double[] {0.01278, 0.02536, 0.04009}),
            Map.entry("S6 800", new double[] {0.01753, 0.03508, 0.05540}),
            Map.entry("S6 1600", new double[] {0.02233, 0.04479, 0.07074}),
            Map.entry("S6 3200", new double[] {0.03469, 0.06936, 0.10889}),
            Map.entry("N6 100", new double[] {0.00533, 0.01025, 0.01598}),
            Map.entry("N6 800", new double[] {0.01377, 0.02724, 0.04325}),
            Map.entry("G4 100", new double[] {0.00479, 0.00908, 0.01418}),
            Map.entry("G4 800", new double[] {0.01405, 0.02807, 0.04423}));

    @Test
    void sampledDeviationsOfTheFifteenTrainedPairs() {
        ModelFile<NoiseFlowSpec> file = published();
        NoiseFlowNoise model =
                new NoiseFlowNoise(file.spec(), file.vocabulary(), file.weights(), Inference.on(Device.CPU));
        assertThat(model.captures()).hasSize(SAMPLED.size());
        float[] lights = {0.05f, 0.2f, 0.5f};
        for (Capture capture : model.captures()) {
            double[] expected =
                    Objects.requireNonNull(SAMPLED.get(capture.camera().code() + " " + capture.iso()));
            for (int i = 0; i < lights.length; i++) {
                float[] values = new float[4 * 256 * 256];
                Arrays.fill(values, lights[i]);
                Image flat = Image.copyOf(PixelDomain.RAW_PACKED, 256, 256, values);
                double squares = 0;
                for (float value : model.sampleNoisy(flat, capture, new Seed(i)).toArray()) {
                    squares += Math.pow(value - lights[i], 2);
                }
                assertThat(Math.sqrt(squares / values.length) / expected[i])
                        .as("%s at %s", capture, lights[i])
                        .isCloseTo(1, within(0.015));
            }
        }
    }

    /** Camera noise level functions, slope and offset. */
    private static final Map<Capture, NoiseLevel> LEVELS = Map.of(
            Capture.of("S6", 800), grey(0.003696, 0.000002),
            Capture.of("N6", 100), grey(0.000473, 0.000003),
            Capture.of("GP", 800), grey(0.001764, 0.000012));

    private static NoiseLevel grey(double b1, double b2) {
        return new NoiseLevel(new double[] {b1, b1, b1, b1}, new double[] {b2, b2, b2, b2});
    }

    @Test
    void likelihoodOfCameraNoiseIsNearThatOfItsOwnGenerator() {
        ModelFile<NoiseFlowSpec> file = published();
        NoiseFlowNoise model =
                new NoiseFlowNoise(file.spec(), file.vocabulary(), file.weights(), Inference.on(Device.CPU));
        HeteroscedasticNoise truth = new HeteroscedasticNoise(LEVELS);
        float[] values = new float[4 * 256 * 256];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.05f + 0.4f * (i % 256) / 256;
        }
        Image clean = Image.copyOf(PixelDomain.RAW_PACKED, 256, 256, values);
        for (Capture capture : truth.captures()) {
            Image noisy = truth.sampleNoisy(clean, capture, new Seed(4));
            NoisyPair pair = new NoisyPair("s", clean, noisy, capture);
            assertThat(model.nllNatsPerDim(pair) - truth.nllNatsPerDim(pair))
                    .as("%s", capture)
                    .isBetween(0.0, 0.08);
        }
    }

    private static void kernel(Case one, String name, String golden) {
        one.close(gradient(one, name).permute(2, 3, 1, 0).contiguous(), golden);
    }

    private static Tensor gradient(Case one, String name) {
        return Objects.requireNonNull(one.parameters().get(name).grad(), name);
    }

    private static Tensor loss(NoiseFlow flow, Case one, Condition condition) {
        return flow.logProb(flow.forward(one.images("noise"), condition), PositionWeights.all())
                .neg()
                .mean();
    }
}
