package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.option.ModelConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The included models exported for other programs. */
final class ExportTest {
    @TempDir
    Path root;

    @Test
    void noiseModelAsOnnx() throws IOException {
        Path out = root.resolve("naflow.onnx");
        Run run = Run.of("export", "--model", "naflow-polyu", "--to", "onnx", "--out", out, "--json", "-");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("kind").asString()).isEqualTo("noise model");
        assertThat(json.get("block").asInt()).isEqualTo(8);
        assertThat(json.get("captures").size()).isEqualTo(13);
        assertThat(json.get("inputs").findValuesAsString("name"))
                .containsExactly("clean", "condition_noise", "latent", "capture");
        byte[] first = Files.readAllBytes(out);
        assertThat(Run.of("export", "--model", "naflow-polyu", "--to", "onnx", "--out", out)
                        .messages())
                .singleElement()
                .asString()
                .contains("is already there");
        assertThat(Run.of("export", "--model", "naflow-polyu", "--to", "onnx", "--out", out, "--overwrite")
                        .status())
                .isZero();
        assertThat(out).hasBinaryContent(first);
    }

    @Test
    void denoiserAsPackage() throws IOException {
        Path out = root.resolve("dncnn.zip");
        Run run = Run.of("export", "--model", "dncnn-polyu", "--to", "bioimageio", "--out", out);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("denoiser as bioimageio").contains("input float32 [batch, 3, height, width]");
        try (ZipFile zip = new ZipFile(out.toFile())) {
            assertThat(Collections.list(zip.entries()).stream().map(entry -> entry.getName()))
                    .containsExactlyInAnyOrder(
                            "rdf.yaml", "weights.onnx", "test_input.npy", "test_output.npy", "cover.png", "README.md");
        }
    }

    @Test
    void aModelIsNotLostToItsExport() throws IOException {
        Path model = root.resolve("model.safetensors");
        Files.copy(ModelConverter.model("dncnn-polyu"), model);
        byte[] before = Files.readAllBytes(model);
        Run run = Run.of("export", "--model", model, "--to", "onnx", "--out", model, "--overwrite");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.messages()).singleElement().asString().contains("is the model itself");
        assertThat(model).hasBinaryContent(before);
    }
}
