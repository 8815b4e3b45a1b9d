package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.isp.BayerPattern;
import io.grainflow.raw.RawCamera;
import io.grainflow.raw.RawFiles;
import io.grainflow.raw.RawFrame;
import io.grainflow.raw.RawLevels;
import java.io.IOException;
import java.nio.file.Files;
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
        // a few steps after initialisation from the noise level functions, the likelihood is about theirs
        assertThat(score.get("average").get("nllNatsPerDim").asDouble()).isLessThan(-1.8);
    }

    @Test
    void rawFilesGoInAndOut() throws IOException {
        Path frames = Files.createDirectories(root.resolve("frames"));
        short[] samples = new short[64 * 96];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (200 + 40 * (i % 13));
        }
        RawCamera camera = new RawCamera("M", "One", 800, List.of(1e-3, 1e-5), List.of(), List.of());
        RawFrame frame = new RawFrame(64, 96, samples, RawLevels.of(64, 1023), BayerPattern.GRBG, camera);
        Files.write(frames.resolve("a.dng"), RawFiles.dng(frame));
        assertThat(done("inspect", frames.resolve("a.dng")).out())
                .contains("One ISO 800")
                .contains("sensor GRBG, black [64.0, 64.0, 64.0, 64.0], white 1023, noise profile [0.001, 1.0E-5]");
        Path levels = root.resolve("levels.safetensors");
        done("import", frames.resolve("a.dng"), "--as", "noise-levels", "--out", levels);
        done(
                "synth",
                "--model",
                levels,
                "--clean",
                frames,
                "--camera",
                "One",
                "--iso",
                "800",
                "--out",
                root.resolve("noisy-frames"));
        RawFrame noisy = RawFiles.read(root.resolve("noisy-frames/a.dng"));
        assertThat(noisy.camera().noiseProfile()).isEqualTo(camera.noiseProfile());
        assertThat(noisy.camera().capture()).isEqualTo(camera.capture());
        assertThat(noisy.pattern()).isEqualTo(BayerPattern.GRBG);
        assertThat(noisy.samples()).isNotEqualTo(samples);
        JsonNode estimate = JsonMapper.shared()
                .readTree(done("estimate", "--images", root.resolve("noisy-frames"), "--json", "-")
                        .out());
        assertThat(estimate.get("images").get(0).get("a").size()).isEqualTo(4);
    }

    @Test
    void learnsFromShotsAlone() {
        done(
                "simulate",
                "--domain",
                "raw",
                "--out",
                root.resolve("shots"),
                "--camera",
                "vc-compact",
                "--iso",
                "3200",
                "--scenes",
                6,
                "--size",
                64);
        Path model = root.resolve("shots.safetensors");
        done(
                "train",
                "noise",
                "noise-flow",
                "--target",
                "noisy",
                "--data",
                "packed:" + root.resolve("shots"),
                "--out",
                model,
                "--steps",
                "5",
                "--set",
                "denoiserDepth=3",
                "--set",
                "denoiserFeatures=8",
                "--set",
                "patchSize=16",
                "--set",
                "batchSize=2",
                "--threads",
                "1");
        assertThat(model).exists();
        done(
                "evaluate",
                "denoiser",
                "--model",
                root.resolve("shots-denoiser.safetensors"),
                "--data",
                "packed:" + root.resolve("shots"));
        Run levels = done(
                "train",
                "noise",
                "heteroscedastic",
                "--target",
                "noisy",
                "--data",
                "packed:" + root.resolve("shots") + "?levels=0:1",
                "--out",
                root.resolve("shots-levels.safetensors"));
        assertThat(levels.out()).contains("read noise");
    }

    @Test
    void flowSrgbFromPictures() {
        done(
                "simulate",
                "--out",
                root.resolve("pictures"),
                "--camera",
                "vc-compact",
                "--iso",
                "800",
                "--scenes",
                5,
                "--size",
                48);
        Path model = root.resolve("flow-srgb.safetensors");
        done(
                "train",
                "noise",
                "flow-srgb",
                "--data",
                root.resolve("pictures"),
                "--out",
                model,
                "--steps",
                "5",
                "--set",
                "patchSize=16",
                "--set",
                "batchSize=2",
                "--threads",
                "1");
        done("evaluate", "noise", "--model", model, "--data", root.resolve("pictures"), "--split", "all");
        Run raw = Run.of(
                "train",
                "noise",
                "noise-flow",
                "--data",
                root.resolve("pictures"),
                "--from",
                model,
                "--out",
                root.resolve("y.safetensors"));
        assertThat(raw.status()).isEqualTo(1);
        assertThat(raw.err()).contains("is no noise-flow");
    }

    @Test
    void benchmarkTellsTheRatio() {
        JsonNode result = JsonMapper.shared()
                .readTree(done("benchmark", "--what", "raw", "--megapixels", "0.05", "--rounds", "2", "--json", "-")
                        .out());
        assertThat(result.get("pixels").asDouble()).isBetween(48_000.0, 52_000.0);
        JsonNode fused = result.get("fused");
        assertThat(fused.get("seconds").size()).isEqualTo(2);
        double ratio = result.get("layers").get("medianSeconds").asDouble()
                / fused.get("medianSeconds").asDouble();
        assertThat(result.get("ratio").asDouble()).isCloseTo(ratio, within(1e-9));
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
