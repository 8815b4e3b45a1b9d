package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.model.importer.PublishedFormat;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Noise Flow with the published weights, in float64, against an independent implementation. */
final class NoiseFlowGoldenTest {
    private static final double TIGHT = 1e-9;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static Path shared(String name) {
        Path file = Path.of(System.getProperty("grainflow.shared", "../../shared"), name);
        Assumptions.assumeTrue(Files.exists(file), () -> "needs " + file);
        return file;
    }

    private static ModelFile<NoiseFlowSpec> published() {
        ModelFile<?> file = PublishedFormat.NOISE_FLOW.read(shared("weights/noise-flow-published.safetensors"));
        return new ModelFile<>(
                (NoiseFlowSpec) file.spec(), file.vocabulary(), file.units(), file.provenance(), file.weights());
    }

    /** The published flow and what was made of it. */
    private record Case(NoiseFlowSpec spec, Parameters parameters, SortedMap<String, StoredTensor> golden) {
        static Case of(String name, boolean train) {
            ModelFile<NoiseFlowSpec> file = published();
            Parameters parameters = train
                    ? Parameters.trainable(file.spec().slots(), file.weights(), Device.CPU, DType.FLOAT64)
                    : Parameters.frozen(file.spec().slots(), file.weights(), Device.CPU, DType.FLOAT64);
            return new Case(
                    file.spec(),
                    parameters,
                    Safetensors.read(shared("golden/" + name + ".safetensors")).tensors());
        }

        StoredTensor stored(String name) {
            return Objects.requireNonNull(golden.get(name), name);
        }

        /** [N,H,W,C] as [N,C,H,W]; single samples get a batch of one. */
        Tensor images(String name) {
            long[] shape = stored(name).shape();
            Tensor values = Tensor.ofDoubles(stored(name).toDoubles(), shape);
            Tensor batch = shape.length == 3 ? values.reshape(1, shape[0], shape[1], shape[2]) : values;
            return batch.permute(0, 3, 1, 2).contiguous();
        }

        List<Capture> captures() {
            double[] cameras = stored("cam").toDoubles();
            double[] isos = stored("iso").toDoubles();
            List<Capture> captures = new ArrayList<>();
            for (int i = 0; i < cameras.length; i++) {
                captures.add(Capture.of(spec.cameras().get((int) cameras[i]), (int) isos[i]));
            }
            return captures;
        }

        void close(Tensor actual, String name) {
            assertClose(name, actual.toDoubles(), stored(name).toDoubles(), TIGHT);
        }

        void closeImages(Tensor actual, String name) {
            close(actual.permute(0, 2, 3, 1).contiguous(), name);
        }
    }

    private static void assertClose(String name, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(name).hasSize(expected.length);
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).as("%s[%d]", name, i).isLessThanOrEqualTo(tolerance * scale);
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
            assertClose("round trip", back.toDoubles(), one.images("noise").toDoubles(), 1e-12);
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
            List<String> names = trace.golden().keySet().stream()
                    .filter(name -> name.startsWith("inv/") && name.endsWith("/out"))
                    .sorted()
                    .toList();
            assertThat(names).hasSameSizeAs(flow.layers());
            Tensor x = one.images("noise").narrow(0, sample, 1).contiguous();
            for (int i = 0; i < names.size(); i++) {
                Transform layer = flow.layers().get(i);
                Transformed step = layer.forward(x, condition);
                trace.closeImages(step.value(), names.get(i));
                assertClose(
                        names.get(i),
                        step.logAbsDet().toDoubles(),
                        trace.stored(names.get(i).replace("/out", "/logdet")).toDoubles(),
                        TIGHT);
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
