package io.grainflow.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.job.evaluate.DenoiserEvaluation;
import io.grainflow.job.evaluate.DenoiserEvaluation.Change;
import io.grainflow.job.evaluate.DenoiserEvaluation.Quality;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs and outcomes as JSON that other programs read. */
final class JobJsonTest {
    private static final Path MODEL = Path.of("models", "straße \"1\".safetensors");

    private static JsonNode written(double psnr, double ssim) {
        Change change = Change.of(new Quality(psnr, ssim), new Quality(30, 0.5));
        DenoiserEvaluation figures = new DenoiserEvaluation(
                List.of(),
                List.of(),
                change,
                change,
                1,
                List.of(new Failure("a.png", "a.png: is damaged; copy it again")),
                Optional.of("fp32"));
        EvaluateDenoiser job = EvaluateDenoiser.defaults()
                .model(MODEL)
                .data("pairs")
                .compute(ComputeOptions.ofThreads(2));
        return JsonMapper.shared().readTree(JobJson.write("1.2.3", job, figures));
    }

    private static JsonNode before(double psnr, double ssim) {
        return written(psnr, ssim).get("average").get("before");
    }

    @Test
    void oneObjectTellsTheCommandTheJobAndTheOutcome() {
        JsonNode object = written(31.25, 0.5);
        assertThat(object.propertyNames()).startsWith("command", "version", "job").contains("average", "failures");
        assertThat(object.get("command").asString()).isEqualTo("evaluate denoiser");
        assertThat(object.get("version").asString()).isEqualTo("1.2.3");
        assertThat(object.get("job").get("model").asString()).isEqualTo(MODEL.toString());
        assertThat(object.get("job").get("threads").asInt()).isEqualTo(2);
        assertThat(object.get("failures").get(0).get("reason").asString())
                .isEqualTo("a.png: is damaged; copy it again");
        assertThat(object.get("precision").asString()).isEqualTo("fp32");
    }

    @Test
    void whatIsNoNumberIsNullAndInfinityIsAWord() {
        assertThat(before(Double.POSITIVE_INFINITY, 1).get("psnrDecibels").asString()).isEqualTo("Infinity");
        assertThat(before(Double.NEGATIVE_INFINITY, 1).get("psnrDecibels").asString()).isEqualTo("-Infinity");
        assertThat(before(1, Double.NaN).get("ssim").isNull()).isTrue();
    }

    @Test
    void figuresKeepAllTheirDigits() {
        double sum = 0.1 + 0.2;
        assertThat(before(sum, Math.nextUp(1.0)).get("psnrDecibels").asDouble()).isEqualTo(sum);
        assertThat(before(sum, Math.nextUp(1.0)).get("ssim").asDouble()).isEqualTo(Math.nextUp(1.0));
    }
}
