package io.grainflow.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.job.evaluate.EstimateNoise;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs and outcomes as JSON that other programs read. */
final class JobJsonTest {
    /** The output. */
    record Figures(double psnrDecibels, Double klNats, List<Failure> failures, Optional<String> precision)
            implements Outcome {}

    private static JsonNode written(double psnr, double kl) {
        EstimateNoise job = EstimateNoise.defaults()
                .images(Path.of("scenes", "straße \"1\".png"))
                .threads(2);
        Figures figures = new Figures(
                psnr, kl, List.of(new Failure("a.png", "a.png: is damaged; copy it again")), Optional.of("fp32"));
        return JsonMapper.shared().readTree(JobJson.write("1.2.3", job, figures));
    }

    @Test
    void oneObjectTellsTheCommandTheJobAndTheOutcome() {
        JsonNode object = written(31.25, 0.5);
        assertThat(object.propertyNames())
                .containsExactly("command", "version", "job", "psnrDecibels", "klNats", "failures", "precision");
        assertThat(object.get("command").asString()).isEqualTo("estimate");
        assertThat(object.get("version").asString()).isEqualTo("1.2.3");
        JsonNode job = object.get("job");
        assertThat(job.get("job").asString()).isEqualTo("estimateNoise");
        assertThat(job.get("images").asString())
                .isEqualTo(Path.of("scenes", "straße \"1\".png").toString());
        assertThat(job.get("levels").isNull()).isTrue();
        assertThat(job.get("threads").asInt()).isEqualTo(2);
        assertThat(object.get("psnrDecibels").asDouble()).isEqualTo(31.25);
        assertThat(object.get("klNats").asDouble()).isEqualTo(0.5);
        assertThat(object.get("failures").get(0).get("reason").asString())
                .isEqualTo("a.png: is damaged; copy it again");
        assertThat(object.get("precision").asString()).isEqualTo("fp32");
    }

    @Test
    void whatIsNoNumberIsNullAndInfinityIsAWord() {
        JsonNode object = written(Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(object.get("psnrDecibels").asString()).isEqualTo("Infinity");
        assertThat(object.get("klNats").isNull()).isTrue();
        assertThat(written(Double.NaN, Double.NEGATIVE_INFINITY).get("klNats").asString())
                .isEqualTo("-Infinity");
    }

    @Test
    void figuresKeepAllTheirDigits() {
        double value = 0.1 + 0.2;
        assertThat(written(value, Math.nextUp(1.0)).get("psnrDecibels").asDouble())
                .isEqualTo(value);
        assertThat(written(value, Math.nextUp(1.0)).get("klNats").asDouble()).isEqualTo(Math.nextUp(1.0));
    }
}
