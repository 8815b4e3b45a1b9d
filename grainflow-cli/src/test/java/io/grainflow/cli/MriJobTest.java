package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.ImageFiles;
import io.grainflow.file.SampleFormat;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Noise2Noise for slices from the command line. */
final class MriJobTest {
    @TempDir
    static Path root;

    @Test
    void trainsAndEvaluates() {
        for (int i = 0; i < 5; i++) {
            ImageFiles.write(root.resolve("slices/" + i + ".png"), slice(i), SampleFormat.U8);
        }
        Path model = root.resolve("mri.safetensors");
        Run trained = training("unet", model);
        assertThat(trained.status()).as(trained.err()).isZero();
        Run evaluated = Run.of(
                "evaluate",
                "denoiser",
                "--model",
                model,
                "--clean",
                root.resolve("slices"),
                "--noise",
                "mri:0.1",
                "--threads",
                1,
                "--json",
                "-");
        assertThat(evaluated.status()).as(evaluated.err()).isZero();
        JsonNode scores = JsonMapper.shared().readTree(evaluated.out());
        assertThat(scores.get("images").size()).isEqualTo(5);
        JsonNode average = scores.get("average");
        assertThat(average.get("gainDecibels").asDouble())
                .isCloseTo(
                        average.get("after").get("psnrDecibels").asDouble()
                                - average.get("before").get("psnrDecibels").asDouble(),
                        within(1e-9))
                .isPositive();
        assertThat(Run.of("inspect", model).out()).contains("mri-unet").contains("0.1");
    }

    @Test
    void otherNetworksAndWordsAreRefused() {
        ImageFiles.write(root.resolve("slices/a.png"), slice(1), SampleFormat.U8);
        assertThat(training("dncnn", root.resolve("b.safetensors")).messages())
                .anyMatch(line -> line.contains("noise mri:0.1: is not for dncnn"));
        Run run = Run.of("evaluate", "denoiser", "--model", "m", "--clean", root, "--noise", "mri:2");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("mri:P");
    }

    private static Run training(String net, Path out) {
        List<Object> words = new ArrayList<>(List.of("train", "denoiser", net, "--clean", root.resolve("slices")));
        words.addAll(List.of("--noise", "mri:0.1", "--target", "noisy", "--steps", 20, "--threads", 1, "--out", out));
        if (net.equals("unet")) {
            words.addAll(List.of("--set", "levels=2", "--set", "features=4", "--set", "decoderFeatures=4"));
        }
        return Run.of(words.toArray());
    }

    /** A bright disc, of even height and odd width. */
    private static Image slice(int index) {
        float[] values = new float[36 * 33];
        for (int i = 0; i < values.length; i++) {
            boolean inside = Math.hypot(i / 33 - 17 - index, i % 33 - 16) < 10;
            values[i] = inside ? 0.8f : 0;
        }
        return Image.copyOf(PixelDomain.SRGB, 36, 33, values);
    }
}
