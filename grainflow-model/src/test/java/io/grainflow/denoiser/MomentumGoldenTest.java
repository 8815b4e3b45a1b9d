package io.grainflow.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.GoldenTensors;
import io.grainflow.model.ModelFile;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.network.Weights;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.RecordSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The denoiser of NM-FlowGAN (arXiv 2312.10112), a DnCNN whose running statistics take nine tenths of each batch, compared with the authors'
 * module in float32.
 */
final class MomentumGoldenTest {
    private static final double OUTPUT = 1e-5;

    private final GoldenTensors golden = GoldenTensors.of("nm-flowgan-dncnn-f16");

    @TempDir
    Path folder;

    @BeforeEach
    void load() {
        NativeLibrary.load();
    }

    /** As it is imported, with the epsilon and momentum of the authors' configuration, which files do not hold. */
    private Case imported() {
        Map<String, StoredTensor> state = new TreeMap<>();
        golden.tensors().forEach((name, tensor) -> {
            if (name.startsWith("state.")) {
                state.put(name.substring("state.".length()), tensor);
            }
        });
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, new Safetensors.Contents(Map.of(), state));
        ModelFile<DnCnnSpec> model = DnCnnImporter.read(file);
        return new Case(
                RecordSettings.replace(model.spec(), Map.of("batchNormEpsilon", 1e-4, "batchNormMomentum", 0.9)),
                model.weights());
    }

    private record Case(DnCnnSpec spec, Weights weights) {
        Network network() {
            return spec.network();
        }
    }

    @Test
    void evaluation() {
        Case one = imported();
        assertThat(one.spec().depth()).isEqualTo(18);
        Scope.run(() -> NoGrad.run(() -> {
            Parameters parameters =
                    Parameters.frozen(one.network().parameters(), one.weights(), Device.CPU, DType.FLOAT64);
            golden.close(
                    TorchLowering.forward(one.network(), parameters, golden.tensor("x"), Mode.EVAL), "eval.y", OUTPUT);
            return true;
        }));
    }

    @Test
    void training() {
        Case one = imported();
        Scope.run(() -> {
            Parameters parameters =
                    Parameters.trainable(one.network().parameters(), one.weights(), Device.CPU, DType.FLOAT32);
            Tensor y = TorchLowering.forward(
                    one.network(), parameters, golden.tensor("x").to(DType.FLOAT32), Mode.TRAIN);
            golden.close(y, "train.y", OUTPUT);
            Tensor loss = y.mul(256)
                    .sub(golden.tensor("train.target").to(DType.FLOAT32))
                    .square()
                    .mean();
            golden.close(loss, "train.l2", OUTPUT);
            loss.backward();
            Tensor gradient =
                    Objects.requireNonNull(parameters.get("conv.0.weight").grad());
            golden.close(gradient, "train.grad.dncnn.0.weight", 1e-3);
            golden.close(parameters.get("bn.1.running_mean"), "train.after.dncnn.3.running_mean", OUTPUT);
            golden.close(parameters.get("bn.1.running_var"), "train.after.dncnn.3.running_var", OUTPUT);
        });
    }
}
