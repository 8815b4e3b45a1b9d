package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** NM-FlowGAN, NeCA and C2N from the command line. */
final class AdversarialJobTest {
    @TempDir
    static Path root;

    @BeforeAll
    static void photograph() {
        done("simulate", "--out", pairs(), "--camera", "vc-phone", "--iso", "800,3200", "--scenes", 5, "--size", 64);
    }

    private static Path pairs() {
        return root.resolve("pairs");
    }

    private static Run done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static Run refused(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isNotZero();
        assertThat(run.err()).doesNotContain("internal error").doesNotContain("\tat ");
        return run;
    }

    private static Path model(String name) {
        return root.resolve(name + ".safetensors");
    }

    /** Trains with tiny networks. */
    private static JsonNode trained(String kind, String name, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "noise", kind, "--out", model(name), "--steps", 4));
        words.addAll(List.of("--set", "batchSize=2", "--set", "validations=1", "--threads", 1, "--json", "-"));
        words.addAll(List.of(more));
        return JsonMapper.shared().readTree(done(words.toArray()).out());
    }

    private static void exported(String name) {
        done("export", "--model", model(name), "--to", "onnx", "--out", root.resolve(name + ".onnx"));
        assertThat(root.resolve(name + ".onnx")).isNotEmptyFile();
    }

    @Test
    void nmFlowGan() throws IOException {
        JsonNode result =
                trained("nm-flowgan", "nm", "--data", pairs(), "--set", "generatorWidth=4", "--set", "criticWidth=4");
        assertThat(result.get("steps").asInt()).isEqualTo(4);
        assertThat(result.get("losses").propertyNames()).contains("criticGap", "gradientPenalty", "nllNatsPerDim");
        assertThat(result.get("figures").get("validationKldFlowSrgb").isNumber())
                .isTrue();
        done(
                "synth",
                "--model",
                model("nm"),
                "--clean",
                pairs().resolve("clean"),
                "--camera",
                "vc-phone",
                "--iso",
                800,
                "--out",
                root.resolve("nm-noisy"));
        assertThat(root.resolve("nm-noisy/vc-phone-scene000.png")).exists();
        JsonNode scored = JsonMapper.shared()
                .readTree(done("evaluate", "noise", "--model", model("nm"), "--data", pairs(), "--json", "-")
                        .out());
        assertThat(scored.get("average").get("nllNatsPerDim").isNumber()).isTrue();
        assertThat(done("inspect", model("nm")).out()).contains("nm-flowgan").contains("vc-phone");
        exported("nm");
        assertThat(refused(
                                "synth",
                                "--model",
                                model("nm"),
                                "--clean",
                                pairs().resolve("clean"),
                                "--camera",
                                "vc-phone",
                                "--iso",
                                "123",
                                "--out",
                                root.resolve("none"))
                        .err())
                .contains("does not know vc-phone ISO 123; known: vc-phone ISO 800|3200");
        assertThat(refused(
                                "synth",
                                "--model",
                                model("nm"),
                                "--clean",
                                pairs().resolve("clean"),
                                "--out",
                                root.resolve("none"))
                        .err())
                .contains("makes noise by camera and ISO, none is given; give --camera and --iso");
    }

    @Test
    void neca() {
        trained("neca", "neca", "--data", pairs(), "--set", "correlationWidth=4", "--set", "criticWidth=4");
        Path noisy = pairs().resolve("noisy/vc-phone-iso3200-scene001.png");
        done(
                "synth",
                "--model",
                model("neca"),
                "--clean",
                pairs().resolve("clean"),
                "--like",
                noisy,
                "--out",
                root.resolve("like"));
        assertThat(root.resolve("like/vc-phone-scene000.png")).exists();
        assertThat(refused(
                                "synth",
                                "--model",
                                model("neca"),
                                "--clean",
                                pairs().resolve("clean"),
                                "--like",
                                noisy,
                                "--sampling",
                                "rank:2",
                                "--out",
                                root.resolve("none"))
                        .err())
                .contains("sampling rank:2: chooses among cameras and ISOs")
                .contains("--sampling own");
        done(
                "synth",
                "--model",
                model("neca-s"),
                "--clean",
                pairs().resolve("clean"),
                "--out",
                root.resolve("simplified"));
        assertThat(root.resolve("simplified/vc-phone-scene000.png")).exists();
        exported("neca");
        exported("neca-s");
    }

    @Test
    void c2nFromUnpairedPictures() throws IOException {
        trained(
                "c2n",
                "c2n",
                "--clean",
                pairs().resolve("clean"),
                "--images",
                pairs().resolve("noisy"),
                "--set",
                "width=4",
                "--set",
                "criticWidth=4",
                "--set",
                "criticSteps=1",
                "--set",
                "patchSize=16");
        done("synth", "--model", model("c2n"), "--clean", pairs().resolve("clean"), "--out", root.resolve("blind"));
        assertThat(Files.readString(root.resolve("blind/manifest.csv"))).contains("c2n");
        Path pixel = root.resolve("pixel.png");
        ImageFiles.write(pixel, Image.adopt(PixelDomain.SRGB, 1, 1, new float[] {0.5f, 0.2f, 0.9f}), SampleFormat.U8);
        done("synth", "--model", model("c2n"), "--clean", pixel, "--out", root.resolve("pixel"));
        assertThat(root.resolve("pixel/pixel.png")).exists();
        exported("c2n");
        Path empty = Files.createDirectories(root.resolve("empty"));
        assertThat(refused(
                                "train",
                                "noise",
                                "c2n",
                                "--clean",
                                empty,
                                "--images",
                                pairs().resolve("noisy"),
                                "--out",
                                model("none"))
                        .err())
                .contains(empty.toString());
        assertThat(refused("train", "noise", "c2n", "--clean", pairs().resolve("clean"), "--out", model("none"))
                        .err())
                .contains("--images");
    }

    @Test
    void comparedWithOneAnother() {
        done("train", "noise", "gaussian", "--data", pairs(), "--out", model("gaussian"));
        Run run = done(
                "compare",
                "--data",
                pairs(),
                "--models",
                model("gaussian") + "," + model("gaussian"),
                "--out",
                root.resolve("compared"));
        assertThat(run.out()).contains("gaussian-2").contains("corrDistance").contains("compare.html");
        assertThat(root.resolve("compared/compare.html")).isNotEmptyFile();
        assertThat(refused(
                                "compare",
                                "--data",
                                pairs(),
                                "--models",
                                model("gaussian"),
                                "--denoiser-steps",
                                2,
                                "--out",
                                root.resolve("other"))
                        .err())
                .contains("--denoisers");
    }

    @Test
    void optionsOfOtherKindsAreMisuse() {
        assertThat(refused("train", "noise", "nm-flowgan", "--clean", "a", "--out", model("none"))
                        .err())
                .contains("--clean and --images are for c2n");
        assertThat(refused("train", "noise", "naflow", "--recipe", "published", "--data", "a", "--out", model("none"))
                        .err())
                .contains("--recipe is for nm-flowgan, neca and c2n");
        assertThat(refused("train", "noise", "neca", "--recipe", "large", "--data", "a", "--out", model("none"))
                        .err())
                .contains("compact or published");
        assertThat(refused("train", "noise", "neca", "--from", "b.safetensors", "--data", "a", "--out", model("none"))
                        .err())
                .contains("--from");
    }
}
