package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Number formats from the measurement to the restored image. */
@Tag("processor")
final class CalibrateTest {
    @TempDir
    Path root;

    @Test
    void measuresTellsAndRuns() {
        Path pairs = root.resolve("pairs");
        done("simulate", "--out", pairs, "--camera", "vc-compact", "--iso", "800", "--scenes", 3, "--size", 64);
        Path fast = root.resolve("fast.safetensors");
        JsonNode result = json(done(
                "calibrate",
                "--model",
                "dncnn-polyu",
                "--data",
                pairs,
                "--split",
                "all",
                "--out",
                fast,
                "--json",
                "-"));
        assertThat(result.get("pairs").asInt()).isEqualTo(3);
        JsonNode losses = result.get("lossDecibels");
        assertThat(losses.has("bf16")).isTrue();
        assertThat(losses.has("int8")).isEqualTo(Plan.supports(Precision.INT8));
        JsonNode inspected = json(done("inspect", fast, "--json", "-"));
        assertThat(inspected.get("model").get("lossDecibels")).isEqualTo(losses);
        Path out = root.resolve("restored");
        JsonNode restored = json(done(
                "denoise",
                "--model",
                fast,
                "--images",
                pairs.resolve("noisy"),
                "--out",
                out,
                "--precision",
                "int8",
                "--json",
                "-"));
        assertThat(restored.get("images").asInt()).isEqualTo(3);
        assertThat(restored.get("precision").asString()).isEqualTo(Plan.supports(Precision.INT8) ? "int8" : "fp32");
        JsonNode evaluated = json(done(
                "evaluate",
                "denoiser",
                "--model",
                fast,
                "--data",
                pairs,
                "--split",
                "all",
                "--precision",
                "int8",
                "--json",
                "-"));
        assertThat(evaluated.get("precision")).isEqualTo(restored.get("precision"));
        Run again = Run.of("calibrate", "--model", "dncnn-polyu", "--data", pairs, "--out", fast);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("--overwrite");
    }

    private static Run done(Object... words) {
        Run run = Run.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode json(Run run) {
        return JsonMapper.shared().readTree(run.out());
    }
}
