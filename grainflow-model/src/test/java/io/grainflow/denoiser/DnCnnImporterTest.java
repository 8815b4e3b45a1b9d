package io.grainflow.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.Denoiser;
import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelSystems;
import io.grainflow.model.Models;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authors' weights give the authors' results, compared pixel by pixel: PSNR alone would not reveal a flipped kernel. */
final class DnCnnImporterTest {
    private static final double TOLERANCE = 2e-5;

    @TempDir
    Path folder;

    /** Its batch normalisation is not folded, and its layers have other names. */
    @Test
    void publishedDenoiserOfNaFlowGivesPublishedResults() {
        Path weights = shared("weights/naflow-dncnn-published.safetensors");
        Map<String, StoredTensor> golden = Safetensors.read(shared("golden/naflow-dncnn-golden.safetensors"))
                .tensors();
        Path file = folder.resolve("model.safetensors");
        DnCnnImporter.read(weights).write(file);
        Denoiser denoiser = Models.denoiser(Models.readDenoiser(file), Device.CPU);
        StoredTensor input = Objects.requireNonNull(golden.get("input"));

        float[] restored = denoiser.denoise(Image.copyOf(PixelDomain.SRGB, 48, 40, input.toFloats()))
                .toArray();

        double[] expected = Objects.requireNonNull(golden.get("output_f64")).toDoubles();
        assertThat(restored).hasSameSizeAs(expected);
        assertThat(worst(restored, expected)).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "dncnn_gray_s25, noisy_gray, out.dncnn_gray_s25",
        "dncnn_gray_blind, noisy_gray, out.dncnn_gray_blind",
        "dncnn_color_blind, noisy_rgb, out.dncnn_color_blind",
        "dncnn_gray_s25_pytorch_bn, noisy_gray, out.dncnn_gray_s25_pytorch"
    })
    void publishedWeightsGivePublishedResults(String name, String input, String output) {
        Path weights = shared("weights/" + name + ".safetensors");
        Map<String, StoredTensor> golden = Safetensors.read(shared("golden/dncnn_released_weights.safetensors"))
                .tensors();
        Path file = folder.resolve("model.safetensors");
        ModelSystems.format("dncnn").read(weights).write(file);
        ModelFile<DenoiserSpec> model = Models.readDenoiser(file);
        Denoiser denoiser = Models.denoiser(model, Device.CPU);

        float[] restored = denoiser.denoise(image(golden, input)).toArray();

        double[] expected = Objects.requireNonNull(golden.get(output)).toDoubles();
        assertThat(worst(restored, expected)).isLessThan(TOLERANCE);
    }

    private static double worst(float[] values, double[] expected) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - expected[i]));
        }
        return worst;
    }

    @Test
    void missingAndUnusedTensorsAreListed() {
        Path file = written(Map.of(
                "conv.0.weight", StoredTensor.ofFloats(new float[9], 1, 1, 3, 3),
                "conv.1.weight", StoredTensor.ofFloats(new float[18], 1, 2, 3, 3),
                "extra", StoredTensor.ofFloats(new float[1], 1)));
        assertThatThrownBy(() -> DnCnnImporter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("missing conv.0.bias")
                .hasMessageContaining("conv.1.weight has shape [1,2,3,3] instead of [1,1,3,3]")
                .hasMessageContaining("unused extra");
    }

    @Test
    void otherNetworksAreRefused() {
        Path noise = written(Map.of("a", StoredTensor.ofFloats(new float[1], 1)));
        assertThatThrownBy(() -> DnCnnImporter.read(noise)).hasMessageContaining("is no DnCNN");
        Path map = written(Map.of(
                "conv.0.weight", StoredTensor.ofFloats(new float[72], 4, 2, 3, 3),
                "conv.1.weight", StoredTensor.ofFloats(new float[36], 1, 4, 3, 3)));
        assertThatThrownBy(() -> DnCnnImporter.read(map)).hasMessageContaining("takes 2 channels and gives 1");
        assertThatThrownBy(() -> ModelSystems.format("keras")).hasMessageContaining("known: dncnn");
    }

    private Path written(Map<String, StoredTensor> tensors) {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, new Safetensors.Contents(Map.of(), new TreeMap<>(tensors)));
        return file;
    }

    private static Image image(Map<String, StoredTensor> golden, String name) {
        StoredTensor tensor = Objects.requireNonNull(golden.get(name));
        return Image.copyOf(PixelDomain.SRGB, (int) tensor.shape()[1], (int) tensor.shape()[2], tensor.toFloats());
    }

    private static Path shared(String name) {
        Path file =
                Path.of(System.getProperty("grainflow.shared", "../../shared")).resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "needs shared test material " + name);
        return file;
    }
}
