package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.option.ModelConverter;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.isp.VirtualPairs;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The included models are opened by their name. */
final class BuiltInModelsTest {
    private static final int SIZE = 128;

    @TempDir
    Path root;

    @Test
    void makeRecogniseAndRemoveNoise() {
        Path clean = root.resolve("scene.png");
        NoisyPair scene = new VirtualPairs(
                        List.of(Capture.of("vc-mirrorless", 100)), 1, SIZE, PixelDomain.SRGB, new Seed(3))
                .entries()
                .get(0)
                .load();
        ImageFiles.write(clean, scene.clean(), SampleFormat.U8);
        Path made = root.resolve("made");
        Run synth = Run.of(
                "synth",
                "--model",
                "naflow-polyu",
                "--clean",
                clean,
                "--camera",
                "nikon-d800",
                "--iso",
                "6400",
                "--out",
                made);
        assertThat(synth.status()).as(synth.err()).isZero();
        Path noisy = made.resolve("scene.png");
        Run identify =
                Run.of("identify", "--model", "naflow-polyu", "--images", noisy, "--clean", clean, "--json", "-");
        assertThat(identify.status()).as(identify.err()).isZero();
        JsonNode candidates = JsonMapper.shared()
                .readTree(identify.out())
                .get("images")
                .get(0)
                .get("candidates");
        assertThat(List.of(camera(candidates, 0), camera(candidates, 1), camera(candidates, 2)))
                .contains("nikon-d800");
        Path out = root.resolve("denoised");
        Run denoise = Run.of("denoise", "--model", "dncnn-polyu", "--images", noisy, "--out", out);
        assertThat(denoise.status()).as(denoise.err()).isZero();
        Image original = ImageFiles.read(clean).image();
        double before = distance(ImageFiles.read(noisy).image(), original);
        double after = distance(ImageFiles.read(out.resolve("scene.png")).image(), original);
        assertThat(after).isLessThan(before);
    }

    @Test
    void filesGoFirstAndUnknownNamesAreMissed() throws IOException {
        assertThat(ModelConverter.model("naflow-polyu")).endsWith(Path.of("models", "naflow-polyu.safetensors"));
        Path file = Files.createFile(root.resolve("naflow-polyu"));
        assertThat(ModelConverter.model(file.toString())).isEqualTo(file);
        assertThat(Run.of("inspect", "naflow-polyu").status()).isZero();
        Run missing = Run.of("denoise", "--model", "naflow-nowhere", "--images", root, "--out", root.resolve("x"));
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("naflow-nowhere");
    }

    private static String camera(JsonNode candidates, int rank) {
        return candidates.get(rank).get("camera").asString();
    }

    private static double distance(Image image, Image from) {
        float[] a = image.toArray();
        float[] b = from.toArray();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum / a.length;
    }
}
