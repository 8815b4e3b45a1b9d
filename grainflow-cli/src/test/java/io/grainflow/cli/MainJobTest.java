package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.cli.terminal.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job by its commands, on tiny pairs: pairs, noise, synthesis, denoiser, evaluation. */
final class MainJobTest {
    private static final List<Object> TINY = List.of(
            "--steps",
            60,
            "--threads",
            1,
            "--set",
            "depth=3",
            "--set",
            "features=8",
            "--set",
            "patchSize=24",
            "--set",
            "batchSize=4",
            "--set",
            "emaDecay=0.9");

    @TempDir
    static Path root;

    @BeforeAll
    static void makePairsAndNoise() {
        done(
                "simulate",
                "--out",
                root.resolve("pairs"),
                "--camera",
                "vc-compact",
                "--iso",
                "800,3200",
                "--scenes",
                5,
                "--size",
                48,
                "--seed",
                3);
        done("train", "noise", "heteroscedastic", "--data", root.resolve("pairs"), "--out", noise());
    }

    private static Path noise() {
        return root.resolve("noise.safetensors");
    }

    private static Run done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    /** Runs with the JSON object on standard output, where nothing else may be. */
    private static JsonNode json(Object... words) {
        List<Object> longer = new ArrayList<>(List.of(words));
        longer.addAll(List.of("--json", "-"));
        JsonNode object = JsonMapper.shared().readTree(done(longer.toArray()).out());
        assertThat(object.get("version").asString()).isEqualTo(Version.NUMBER);
        assertThat(object.get("job").isObject()).isTrue();
        return object;
    }

    private static Map<String, byte[]> bytes(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void assertSameFiles(Path a, Path b) throws IOException {
        Map<String, byte[]> first = bytes(a);
        Map<String, byte[]> second = bytes(b);
        assertThat(second.keySet()).isEqualTo(first.keySet()).isNotEmpty();
        first.forEach((name, content) -> assertThat(second.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void trainNoiseGivesTheFigures() {
        JsonNode object = json(
                "train", "noise", "gaussian", "--data", root.resolve("pairs"), "--out", root.resolve("g.safetensors"));
        assertThat(object.get("command").asString()).isEqualTo("train noise");
        assertThat(object.get("nllNatsPerDim").isNumber()).isTrue();
        assertThat(object.get("failed").asInt()).isZero();
        assertThat(object.get("captures")).hasSize(2);
        assertThat(object.get("captures").get(0).get("b2")).hasSize(3);
    }

    @Test
    void evaluateNoiseGivesTheFigures() {
        JsonNode object =
                json("evaluate", "noise", "--model", noise(), "--data", root.resolve("pairs"), "--split", "test");
        for (String figure : List.of("nllNatsPerDim", "kld", "kldQuantised", "akld", "noiseCorrelationDistance")) {
            assertThat(object.get("average").get(figure).isNumber()).as(figure).isTrue();
            assertThat(object.get("averageOverCaptures").get(figure).isNumber()).isTrue();
            assertThat(object.get("captures").get(0).get(figure).isNumber()).isTrue();
            assertThat(object.get("images").get(0).get(figure).isNumber()).isTrue();
        }
        assertThat(object.get("captures").get(0).get("camera").asString()).isEqualTo("vc-compact");
        assertThat(object.get("captures").get(0).get("realCorrelation")).hasSize(11);
    }

    @Test
    void synthesisedImagesAreRepeatableAndCanBeEvaluated() throws IOException {
        for (String out : List.of("made-1", "made-2")) {
            done(
                    "synth",
                    "--model",
                    noise(),
                    "--clean",
                    root.resolve("pairs/clean"),
                    "--camera",
                    "vc-compact",
                    "--iso",
                    3200,
                    "--out",
                    root.resolve(out),
                    "--seed",
                    9);
        }
        assertSameFiles(root.resolve("made-1"), root.resolve("made-2"));
        JsonNode made = json("inspect", root.resolve("made-1"));
        assertThat(made.get("data").get("pairs").asInt()).isEqualTo(5);

        Path one = root.resolve("made-3");
        done(
                "synth",
                "--model",
                noise(),
                "--clean",
                root.resolve("pairs/clean/vc-compact-scene002.png"),
                "--camera",
                "vc-compact",
                "--iso",
                3200,
                "--out",
                one,
                "--seed",
                9);
        assertThat(one.resolve("vc-compact-scene002.png"))
                .as("noise does not depend on the other images")
                .hasSameBinaryContentAs(root.resolve("made-1/vc-compact-scene002.png"));

        JsonNode compared =
                json("evaluate", "images", "--data", root.resolve("made-1"), "--synthetic", root.resolve("made-2"));
        assertThat(compared.get("average").get("kld").asDouble()).isZero();
        assertThat(compared.get("average").get("nllNatsPerDim").isNull()).isTrue();
    }

    @Test
    void simulationsAreRepeatableAndGoOn() throws IOException {
        Path again = root.resolve("pairs-again");
        Object[] words = {
            "simulate",
            "--out",
            again,
            "--camera",
            "vc-compact",
            "--iso",
            "800,3200",
            "--scenes",
            5,
            "--size",
            48,
            "--seed",
            3
        };
        done(words);
        assertSameFiles(root.resolve("pairs"), again);
        assertThat(Run.of(words).status()).as("nothing is overwritten").isEqualTo(1);
        Files.delete(again.resolve("noisy/vc-compact-iso800-scene001.png"));
        List<Object> resumed = new ArrayList<>(List.of(words));
        resumed.add("--resume");
        done(resumed.toArray());
        assertSameFiles(root.resolve("pairs"), again);
    }

    @Test
    void aDenoiserIsTrainedOnSyntheticNoise() throws IOException {
        train("a.safetensors");
        train("b.safetensors");
        assertThat(root.resolve("b.safetensors")).hasSameBinaryContentAs(root.resolve("a.safetensors"));

        done(
                "denoise",
                "--model",
                root.resolve("a.safetensors"),
                "--images",
                root.resolve("pairs/noisy"),
                "--out",
                root.resolve("restored"));
        assertThat(bytes(root.resolve("restored"))).hasSize(10);

        JsonNode object = json(
                "evaluate",
                "denoiser",
                "--model",
                root.resolve("a.safetensors"),
                "--data",
                root.resolve("pairs"),
                "--split",
                "test");
        JsonNode average = object.get("average");
        assertThat(average.get("before").get("psnrDecibels").asDouble()).isPositive();
        assertThat(average.get("after").get("psnrDecibels").asDouble())
                .isGreaterThan(average.get("before").get("psnrDecibels").asDouble());
        assertThat(average.get("after").get("ssim").isNumber()).isTrue();
        assertThat(object.get("images")).hasSize(2);

        Run seen =
                done("evaluate", "denoiser", "--model", root.resolve("a.safetensors"), "--data", root.resolve("pairs"));
        assertThat(seen.err()).contains("--split test gives held-out figures");
    }

    private static void train(String out) {
        List<Object> words = new ArrayList<>(List.of(
                "train",
                "denoiser",
                "dncnn",
                "--data",
                root.resolve("pairs"),
                "--noise",
                noise(),
                "--out",
                root.resolve(out)));
        words.addAll(TINY);
        JsonNode object = json(words.toArray());
        assertThat(object.get("steps").asLong()).isEqualTo(60);
        assertThat(object.get("psnrDecibels").isNumber()).isTrue();
    }

    @Test
    void anInterruptedTrainingSaysHowToGoOn() {
        List<Object> words = new ArrayList<>(List.of(
                "train",
                "denoiser",
                "dncnn",
                "--data",
                root.resolve("pairs"),
                "--out",
                root.resolve("stopped.safetensors")));
        words.addAll(TINY);
        Run stopped = Run.stoppedAt("read pairs", words.toArray());
        assertThat(stopped.status()).isEqualTo(130);
        assertThat(stopped.err()).contains("--resume goes on");
        assertThat(root.resolve("stopped.safetensors")).doesNotExist();
        words.add("--resume");
        done(words.toArray());
        assertThat(root.resolve("stopped.safetensors")).exists();
    }

    @Test
    void noiseIsEstimatedWithoutReference() {
        JsonNode object = json("estimate", "--images", root.resolve("pairs/noisy"));
        assertThat(object.get("images")).hasSize(10);
        assertThat(object.get("images").get(0).get("whiteSigma").asDouble()).isPositive();
    }

    @Test
    void modelsAreInspected() {
        JsonNode object = json("inspect", noise());
        assertThat(object.get("kind").asString()).isEqualTo("noise model");
        assertThat(object.get("model").get("captures")).hasSize(2);
        assertThat(object.get("model").get("parameters").asInt()).isEqualTo(12);
    }
}
