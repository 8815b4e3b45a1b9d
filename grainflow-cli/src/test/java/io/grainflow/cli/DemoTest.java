package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo with its shortest time. Its flow and its denoiser have learned little. */
final class DemoTest {
    @TempDir
    Path root;

    @Test
    void leavesReportFiguresAndModels() throws IOException {
        Path out = root.resolve("demo");
        Run run = Run.of("demo", "--out", out, "--minutes", "0.25", "--json", "-");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode result = JsonMapper.shared().readTree(run.out());
        double gaussian = result.get("gaussian").get("kld").asDouble();
        double secondShot = result.get("secondShot").get("kld").asDouble();
        assertThat(secondShot).as("nats").isLessThan(gaussian / 10);
        assertThat(result.get("naflow").get("nllNatsPerDim").isNumber()).isTrue();
        assertThat(result.get("denoised").get("gainDecibels").isNumber()).isTrue();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("heteroscedastic", "<img", "Latent space", "ISO 3200");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(out.resolve("results.json")))
                        .get("denoised"))
                .isEqualTo(result.get("denoised"));
        for (String model : new String[] {"gaussian", "heteroscedastic", "naflow", "denoiser"}) {
            assertThat(Run.of("inspect", out.resolve(model + ".safetensors")).status())
                    .isZero();
        }
        Run again = Run.of("demo", "--out", out);
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("--overwrite");
    }
}
