package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of noise models by their command, on tiny pairs. */
final class CompareTest {
    @TempDir
    static Path root;

    @BeforeAll
    static void makeModels() {
        done(
                "simulate",
                "--out",
                pairs(),
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
        for (String kind : new String[] {"gaussian", "heteroscedastic"}) {
            done("train", "noise", kind, "--data", pairs(), "--out", model(kind));
        }
    }

    private static void done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Path pairs() {
        return root.resolve("pairs");
    }

    private static Path model(String name) {
        return root.resolve(name + ".safetensors");
    }

    private static String models(String... names) {
        return String.join(
                ",", Arrays.stream(names).map(name -> model(name).toString()).toList());
    }

    @Test
    void oneTableOnePageAndAllFigures() throws IOException {
        Path out = root.resolve("compared");
        Run run = Run.of(
                "compare",
                "--data",
                pairs(),
                "--models",
                models("gaussian", "heteroscedastic"),
                "--denoisers",
                "--denoiser-steps",
                2,
                "--set",
                "depth=3",
                "--set",
                "features=8",
                "--set",
                "patchSize=16",
                "--out",
                out,
                "--json",
                root.resolve("result.json"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "gaussian", "heteroscedastic", "corrDistance", "real pairs", "behind real dB", "compare.html");
        JsonNode result = JsonMapper.shared().readTree(Files.readString(root.resolve("result.json")));
        assertThat(result.get("job").get("split").asString()).isEqualTo("test");
        assertThat(result.get("models")).hasSize(2);
        assertThat(result.get("models").get(0).get("denoiser").get("steps").asLong())
                .isEqualTo(2);
        JsonNode written = JsonMapper.shared().readTree(Files.readString(out.resolve("compare.json")));
        assertThat(written.get("models")).isEqualTo(result.get("models"));
        assertThat(Files.readString(out.resolve("compare.html"))).contains("heteroscedastic", "Denoisers");
    }

    @Test
    void aFileThatIsNoModelIsNamedAndTheRestIsDone() throws IOException {
        Files.writeString(model("broken"), "nothing");
        Path out = root.resolve("broken");
        Run run = Run.of("compare", "--data", pairs(), "--models", models("broken", "gaussian"), "--out", out);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.messages()).anyMatch(line -> line.contains("broken"));
        assertThat(run.out()).contains("gaussian");
        assertThat(out.resolve("compare.html")).exists();
        Run again = Run.of("compare", "--data", pairs(), "--models", models("gaussian"), "--out", out);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("--resume", "--overwrite");
        Run resumed = Run.of("compare", "--data", pairs(), "--models", models("gaussian"), "--out", out, "--resume");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("figures are kept");
    }

    @Test
    void optionsOfDenoisersGoWithDenoisers() {
        Object[] call = {"compare", "--data", "d", "--models", "m", "--out", "o", "--denoiser-steps", "5"};
        Run alone = Run.of(call);
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("go with --denoisers");
        Run both = Run.of(
                "compare",
                "--data",
                "d",
                "--models",
                "m",
                "--out",
                "o",
                "--denoisers",
                "--denoiser-steps",
                "5",
                "--denoiser-minutes",
                "1");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("exclude each other");
    }
}
