package io.grainflow.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoiser.MriSpec;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.problem.InputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Packages hold what bioimage.io requires, and the example's output is what the packaged network computes. */
final class BioimagePackageTest {
    private static final PackageTerms TERMS =
            PackageTerms.of("my model.safetensors", List.of("A. Author"), "CC-BY-4.0");

    @TempDir
    Path root;

    static Stream<ModelFile<? extends DenoiserSpec>> packable() {
        return Denoisers.all().filter(file -> !(file.spec() instanceof MriSpec));
    }

    @ParameterizedTest
    @MethodSource("packable")
    void theExampleIsWhatTheNetworkGives(ModelFile<? extends DenoiserSpec> file) throws IOException {
        Map<String, byte[]> files = BioimagePackage.of("m", file, TERMS, 2).files();
        JsonNode description = description(files);
        Onnx.Values input = array(file(files, "test_input.npy"));
        Onnx.Values output = array(file(files, "test_output.npy"));
        assertThat(Onnx.apart(output, Onnx.run(file(files, "weights.onnx"), Map.of("input", input), List.of()), 1e-4))
                .isZero();
        for (int axis = 2; axis < 4; axis++) {
            JsonNode given = description.at("/inputs/0/axes/" + axis);
            JsonNode size = given.get("size");
            JsonNode made = description.at("/outputs/0/axes/" + axis);
            int least = size.get("min").asInt();
            int step = size.get("step").asInt();
            assertThat(given.get("id").asString()).isEqualTo(axis == 2 ? "y" : "x");
            assertThat((input.shape()[axis] - least) % step).isZero();
            assertThat(input.shape()[axis]).isGreaterThanOrEqualTo(least);
            assertThat(least % file.spec().network().block()).isZero();
            assertThat(step).isEqualTo(file.spec().network().block());
            assertThat(made.get("halo").asInt())
                    .isGreaterThanOrEqualTo(file.spec().network().receptiveRadius());
            assertThat(least - 2 * made.get("halo").asInt()).isPositive();
            assertThat(made.at("/size/tensor_id").asString()).isEqualTo("input");
            assertThat(made.at("/size/axis_id").asString())
                    .isEqualTo(given.get("id").asString());
        }
        assertThat(description.at("/inputs/0/axes/1/channel_names").size())
                .isEqualTo((int) input.shape()[1])
                .isEqualTo(file.spec().channels());
        assertThat(description.at("/outputs/0/axes/1/channel_names").size()).isEqualTo((int) output.shape()[1]);
    }

    @Test
    void describesItself() throws IOException {
        Map<String, byte[]> files =
                BioimagePackage.of("m", Denoisers.dnCnn(), TERMS, 2).files();
        JsonNode description = description(files);
        assertThat(description.get("format_version").asString()).startsWith("0.5.");
        assertThat(description.get("type").asString()).isEqualTo("model");
        assertThat(description.get("name").asString()).isEqualTo("Denoiser my-model");
        assertThat(description.at("/authors/0/name").asString()).isEqualTo("A. Author");
        assertThat(description.at("/license").asString()).isEqualTo("CC-BY-4.0");
        assertThat(description.at("/cite/0/doi").asString()).isEqualTo("10.1109/TIP.2017.2662206");
        assertThat(description.at("/weights/onnx/opset_version").asInt()).isEqualTo(OnnxModel.OPSET);
        assertThat(description.at("/inputs/0/data/type").asString()).isEqualTo("float32");
        assertThat(description.at("/inputs/0/data/range/1").asDouble()).isEqualTo(1);
        List<String> pointers = List.of(
                "/weights/onnx", "/inputs/0/test_tensor", "/outputs/0/test_tensor", "/covers/0", "/documentation");
        for (String pointer : pointers) {
            JsonNode reference = description.at(pointer);
            byte[] file = file(files, reference.get("source").asString());
            assertThat(reference.get("sha256").asString()).isEqualTo(BioimagePackage.sha256(file));
        }
        BufferedImage cover = ImageIO.read(new ByteArrayInputStream(file(files, "cover.png")));
        assertThat(cover.getWidth()).isEqualTo(2 * cover.getHeight());
        assertThat(file(files, "cover.png").length).isLessThan(500_000);
        assertThat(new String(file(files, "README.md"), StandardCharsets.UTF_8))
                .contains("## Validation")
                .doesNotContain("@");
    }

    @Test
    void oneFileOfEqualBytes() throws IOException {
        BioimagePackage made = BioimagePackage.of("m", Denoisers.dnCnn(), TERMS, 2);
        made.write(root.resolve("a.zip"));
        BioimagePackage.of("m", Denoisers.dnCnn(), TERMS, 2).write(root.resolve("b.zip"));
        assertThat(root.resolve("a.zip")).hasSameBinaryContentAs(root.resolve("b.zip"));
        try (ZipFile zip = new ZipFile(root.resolve("a.zip").toFile());
                Stream<Path> left = Files.list(root)) {
            assertThat(Collections.list(zip.entries()).stream().map(entry -> entry.getName()))
                    .containsExactlyElementsOf(made.files().keySet());
            assertThat(zip.getInputStream(zip.getEntry("rdf.yaml")).readAllBytes())
                    .isEqualTo(file(made.files(), "rdf.yaml"));
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void whatIsMoreThanANetworkIsRefused() {
        assertThatThrownBy(() -> BioimagePackage.of("slices.safetensors", Denoisers.mri(), TERMS, 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("slices.safetensors")
                .hasMessageContaining("to=onnx");
    }

    @Test
    void termsAreChecked() {
        assertThatThrownBy(() -> PackageTerms.of("m", List.of(), "my own"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("license my own")
                .hasMessageContaining("CC-BY-4.0");
        assertThatThrownBy(() -> PackageTerms.of("m", List.of("a/b"), "MIT"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a/b");
        assertThat(PackageTerms.of("x".repeat(200), List.of(), "MIT").name()).hasSize(64);
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static JsonNode description(Map<String, byte[]> files) {
        return new YAMLMapper().readTree(file(files, "rdf.yaml"));
    }

    /** As NumPy reads its format: magic word, length, header, values. */
    private static Onnx.Values array(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        String header = new String(file, 10, length, StandardCharsets.US_ASCII);
        assertThat((10 + length) % 64).isZero();
        assertThat(header)
                .startsWith("{'descr': '<f4', 'fortran_order': False, ")
                .endsWith("\n");
        long[] shape = Stream.of(header.replaceAll(".*\\(|\\).*", "").strip().split(", ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        float[] values = new float[(file.length - 10 - length) / 4];
        bytes.position(10 + length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Onnx.Values(values, shape);
    }
}
