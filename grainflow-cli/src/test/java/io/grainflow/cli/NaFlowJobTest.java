package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The flow by its commands, on tiny pairs: training, adapting, synthesis like an image, evaluation, identification. */
final class NaFlowJobTest {
    private static final List<Object> TINY = List.of(
            "--steps",
            12,
            "--threads",
            1,
            "--set",
            "levels=2",
            "--set",
            "features=8",
            "--set",
            "hidden=8",
            "--set",
            "patchSize=24",
            "--set",
            "batchSize=2",
            "--set",
            "validations=1");

    @TempDir
    static Path root;

    @BeforeAll
    static void makePairsAndFlow() {
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
                48);
        train("naflow.safetensors", "--data", root.resolve("pairs"));
    }

    private static Run done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static void train(String name, Object... more) {
        List<Object> words = new ArrayList<>(List.of("train", "noise", "naflow", "--out", root.resolve(name)));
        words.addAll(TINY);
        words.addAll(List.of(more));
        done(words.toArray());
    }

    private static Path flow() {
        return root.resolve("naflow.safetensors");
    }

    private static JsonNode json(Object... words) {
        List<Object> longer = new ArrayList<>(List.of(words));
        longer.addAll(List.of("--json", "-"));
        return JsonMapper.shared().readTree(done(longer.toArray()).out());
    }

    @Test
    void evaluationKnowsEverySampling() {
        for (String how : List.of("auto", "nas:4", "own", "mixture", "rank:1", "random", "metadata")) {
            JsonNode object = json(
                    "evaluate",
                    "noise",
                    "--model",
                    flow(),
                    "--data",
                    root.resolve("pairs"),
                    "--split",
                    "test",
                    "--sampling",
                    how);
            assertThat(object.get("average").get("kld").isNumber()).isTrue();
            assertThat(object.get("average").get("nllNatsPerDim").isNumber()).isTrue();
        }
        Run wrong =
                Run.of("evaluate", "noise", "--model", flow(), "--data", root.resolve("pairs"), "--sampling", "best");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("sampling best: is unknown");
    }

    @Test
    void noiseLikeAnImage() throws IOException {
        Path clean = root.resolve("pairs/clean/vc-compact-scene002.png");
        Path noisy = root.resolve("pairs/noisy/vc-compact-iso3200-scene002.png");
        for (String out : List.of("like-1", "like-2")) {
            done(
                    "synth",
                    "--model",
                    flow(),
                    "--clean",
                    clean,
                    "--like",
                    noisy,
                    "--like-clean",
                    clean,
                    "--out",
                    root.resolve(out),
                    "--seed",
                    4);
        }
        assertThat(root.resolve("like-1/vc-compact-scene002.png"))
                .hasSameBinaryContentAs(root.resolve("like-2/vc-compact-scene002.png"));
        assertThat(Files.readString(root.resolve("like-1/manifest.csv"))).contains("vc-compact");
        done("synth", "--model", flow(), "--clean", clean, "--like", noisy, "--out", root.resolve("blind"));
        Run wrong = Run.of("synth", "--model", flow(), "--clean", clean, "--out", root.resolve("x"));
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("makes noise by camera and ISO, none is given; give --camera and --iso");
    }

    /** Rows of kept images have the capture of the old manifest, or an unspecified one. */
    @Test
    void resumedSynthesisKeepsTheRowsOfKeptImages() throws IOException {
        Path clean = Files.createDirectories(root.resolve("kept-clean"));
        Path like = Files.createDirectories(root.resolve("kept-like"));
        for (int scene = 0; scene < 3; scene++) {
            Files.copy(root.resolve("pairs/clean/vc-compact-scene00" + scene + ".png"), clean.resolve(scene + ".png"));
            Files.copy(
                    root.resolve("pairs/noisy/vc-compact-iso3200-scene00" + scene + ".png"),
                    like.resolve(scene + ".png"));
        }
        Path out = root.resolve("kept");
        Object[] words = {"synth", "--model", flow(), "--clean", clean, "--like", like, "--out", out, "--seed", 3};
        done(words);
        Path manifest = out.resolve("manifest.csv");
        List<String> whole = Files.readAllLines(manifest);
        assertThat(whole).hasSize(4);
        Object[] again = Stream.concat(Stream.of(words), Stream.of("--resume")).toArray();

        List<String> marked = whole.stream()
                .map(line -> line.startsWith("1.png,") ? line.replaceFirst("vc-compact,\\d+", "vc-phone,1600") : line)
                .toList();
        Files.write(manifest, marked);
        Files.delete(out.resolve("2.png"));
        done(again);
        assertThat(Files.readAllLines(manifest)).isEqualTo(marked);

        Files.delete(manifest);
        Files.delete(out.resolve("2.png"));
        Run resumed = done(again);
        assertThat(resumed.err())
                .contains("images that were there already and are in no manifest: 2; their camera is unspecified");
        List<String> unknown = Files.readAllLines(manifest);
        assertThat(unknown.get(1)).startsWith("0.png,").contains(",unspecified,1,");
        assertThat(unknown.get(2)).startsWith("1.png,").contains(",unspecified,1,");
        assertThat(unknown.get(3)).isEqualTo(whole.get(3));
    }

    @Test
    void syntheticPairsTrainDenoisers() {
        JsonNode made = json(
                "synth",
                "--model",
                flow(),
                "--data",
                root.resolve("pairs"),
                "--split",
                "train",
                "--copies",
                2,
                "--out",
                root.resolve("synthetic"));
        int images = made.get("images").asInt();
        assertThat(images).isPositive();
        JsonNode seen = json("inspect", root.resolve("synthetic"));
        assertThat(seen.get("data").get("pairs").asInt()).isEqualTo(images);
    }

    @Test
    void identifyRanksTheTruth() {
        JsonNode object = json("identify", "--model", flow(), "--data", root.resolve("pairs"), "--split", "test");
        assertThat(object.get("known").asInt()).isPositive();
        assertThat(object.get("top3").asDouble()).isEqualTo(1);
        Run blind = done("identify", "--model", flow(), "--images", root.resolve("pairs/noisy"));
        assertThat(blind.out()).contains("probability");
        Run wrong = Run.of("identify", "--model", flow());
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void adaptingAddsCamerasAndResumingGivesTheSame() throws IOException {
        Path other = root.resolve("other");
        done("simulate", "--out", other, "--camera", "vc-phone", "--iso", 1600, "--scenes", 4, "--size", 48);
        done(
                "train",
                "noise",
                "naflow",
                "--data",
                other,
                "--from",
                flow(),
                "--steps",
                3,
                "--threads",
                1,
                "--set",
                "batchSize=2",
                "--set",
                "patchSize=24",
                "--out",
                root.resolve("both.safetensors"));
        JsonNode seen = json("inspect", root.resolve("both.safetensors"));
        assertThat(seen.toString()).contains("vc-phone ISO 1600").contains("vc-compact ISO 800");
        train("again.safetensors", "--data", root.resolve("pairs"));
        assertThat(Files.readAllBytes(root.resolve("again.safetensors"))).isEqualTo(Files.readAllBytes(flow()));
    }

    @Test
    void optionsOfTrainingAreForFlows() {
        Run wrong = Run.of(
                "train",
                "noise",
                "gaussian",
                "--data",
                root.resolve("pairs"),
                "--steps",
                5,
                "--out",
                root.resolve("g.safetensors"));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("are for flows");
    }
}
