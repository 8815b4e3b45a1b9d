package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Noise Flow from the command line, on packed raw pairs. */
final class NoiseFlowJobTest {
    @TempDir
    static Path root;

    private static Run done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static Object[] training(String name, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "train",
                "noise",
                "noise-flow",
                "--data",
                "packed:" + root.resolve("raw"),
                "--out",
                root.resolve(name),
                "--steps",
                "40",
                "--set",
                "batchSize=4",
                "--set",
                "patchSize=16",
                "--set",
                "validations=1",
                "--threads",
                "1"));
        words.addAll(List.of(more));
        return words.toArray();
    }

    @Test
    void trainsAndEvaluates() {
        done(
                "simulate",
                "--domain",
                "raw",
                "--out",
                root.resolve("raw"),
                "--camera",
                "vc-phone",
                "--iso",
                "800,3200",
                "--scenes",
                6,
                "--size",
                64);
        JsonNode trained = JsonMapper.shared()
                .readTree(done(training("a.safetensors", "--json", "-")).out());
        assertThat(trained.get("steps").asInt()).isEqualTo(40);
        JsonNode score = JsonMapper.shared()
                .readTree(done(
                                "evaluate",
                                "noise",
                                "--model",
                                root.resolve("a.safetensors"),
                                "--data",
                                "packed:" + root.resolve("raw"),
                                "--split",
                                "test",
                                "--json",
                                "-")
                        .out());
        Run eightBit = Run.of(
                "synth",
                "--model",
                root.resolve("a.safetensors"),
                "--data",
                root.resolve("raw"),
                "--out",
                root.resolve("pairs"));
        assertThat(eightBit.status()).isEqualTo(1);
        assertThat(eightBit.err()).contains("makes raw noise");
        done(
                "synth",
                "--model",
                root.resolve("a.safetensors"),
                "--clean",
                root.resolve("raw/clean"),
                "--camera",
                "vc-phone",
                "--iso",
                "800",
                "--temperature",
                "0.5",
                "--out",
                root.resolve("noisy"));
        assertThat(root.resolve("noisy/vc-phone-scene000.tif")).exists();
        // a few steps from the noise level functions: about their likelihood
        assertThat(score.get("average").get("nllNatsPerDim").asDouble()).isLessThan(-1.8);
    }

    @Test
    void colourImagesAreRefused() {
        done(
                "simulate",
                "--out",
                root.resolve("srgb"),
                "--camera",
                "vc-phone",
                "--iso",
                "800",
                "--scenes",
                5,
                "--size",
                32);
        Run run = Run.of(
                "train", "noise", "noise-flow", "--data", root.resolve("srgb"), "--out", root.resolve("x.safetensors"));
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("has images of 3 channels");
        Run packed = Run.of(
                "train",
                "noise",
                "gaussian",
                "--data",
                "packed:" + root.resolve("srgb"),
                "--out",
                root.resolve("x.safetensors"));
        assertThat(packed.status()).isEqualTo(1);
        assertThat(packed.err()).contains("packed: takes sensor mosaics");
    }
}
