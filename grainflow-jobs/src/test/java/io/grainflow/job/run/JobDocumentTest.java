package io.grainflow.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.engine.Precision;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class JobDocumentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<JobKind<?>> kinds() {
        return JobKinds.all().stream();
    }

    static Stream<Job<?>> samples() {
        return Stream.concat(JobSamples.all().stream(), JobSamples.choices().stream());
    }

    @Test
    void everyKindHasASample() {
        assertThat(JobSamples.all().stream().map(job -> JobKinds.of(job).name()))
                .containsExactlyInAnyOrderElementsOf(
                        kinds().<String>map(JobKind::name).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatItWrites(Job<?> job) {
        String text = JobDocument.write(job);
        assertThat(JobDocument.read("job.json", text)).isEqualTo(job);
        assertThat(JobDocument.write(JobDocument.read("job.json", text))).isEqualTo(text);
    }

    /** A setting that is lost in the conversion would silently become the default. */
    @ParameterizedTest
    @MethodSource("kinds")
    void samplesDifferFromTheDefaultsInEverySetting(JobKind<?> kind) {
        Job<?> sample = JobSamples.all().stream()
                .filter(job -> JobKinds.of(job).equals(kind))
                .findFirst()
                .orElseThrow();
        JsonNode given = JSON.readTree(JobDocument.write(sample));
        ObjectNode defaults = (ObjectNode) JSON.readTree(JobDocument.write(kind.defaults()));
        for (String field : defaults.propertyNames()) {
            boolean exclusive = field.matches("steps|minutes|denoiserSteps|denoiserMinutes");
            if (!field.equals("job") && !exclusive) {
                assertThat(given.get(field)).as(field).isNotNull().isNotEqualTo(defaults.get(field));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsRequiredIsAllThatMustBeGiven(JobKind<?> kind) {
        List<String> required = RequiredFields.empty(kind.defaults());
        String empty = "{\"job\": \"" + kind.name() + "\"}";
        if (required.isEmpty()) {
            assertThat(JobDocument.read("job.json", empty)).isEqualTo(kind.defaults());
        } else {
            assertThatThrownBy(() -> JobDocument.read("job.json", empty))
                    .isInstanceOf(InputException.class)
                    .hasMessage("job.json: lacks " + String.join(" and ", required) + "; a document of " + kind.name()
                            + " must have it");
            assertThatThrownBy(() -> kind.defaults().run(event -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("job " + kind.name() + ": lacks " + String.join(" and ", required));
        }
    }

    /** Settings are changed by methods of their names, those of shared options on the job itself. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everySettingHasAMethodOfItsName(JobKind<?> kind) throws ReflectiveOperationException {
        List<RecordComponent> components = new ArrayList<>();
        for (RecordComponent component : kind.type().getRecordComponents()) {
            components.add(component);
            if (JobOptions.class.isAssignableFrom(component.getType())) {
                components.addAll(List.of(component.getType().getRecordComponents()));
            }
        }
        for (RecordComponent component : components) {
            boolean ofDenoisers = List.of("precision", "memoryMegabytes").contains(component.getName());
            boolean inOptions = component.getName().equals("settings");
            if (!ofDenoisers && !inOptions) {
                assertThat(Arrays.stream(kind.type().getMethods())
                                .filter(method -> method.getName().equals(component.getName())
                                        && method.getParameterCount() == 1))
                        .as(component.getName())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void chainsReadLikeSentences() {
        TrainDenoiser job = TrainDenoiser.defaults()
                .data("pairs")
                .noise("noise.safetensors")
                .minutes(60)
                .resume()
                .set("depth", 8)
                .threads(2)
                .out(Path.of("dncnn.safetensors"));
        assertThat(JobDocument.read("job.json", """
                        {"job": "trainDenoiser", "data": "pairs", "noise": "noise.safetensors", "minutes": 60,
                         "settings": {"depth": 8}, "threads": 2, "start": "resume", "out": "dncnn.safetensors"}
                        """)).isEqualTo(job);
    }

    @Test
    void constantsAreWordsAndSeedsAreNumbers() {
        Job<?> job = JobDocument.read("job.json", """
                {"job": "simulate", "out": "pairs", "domain": "raw", "seed": 7, "existing": "keep", "isos": [800],
                 "cameras": "vc-phone", "precision": "int8", "memoryMegabytes": null}
                """);
        Simulate simulate = (Simulate) job;
        assertThat(simulate.seed()).isEqualTo(new Seed(7));
        assertThat(simulate.existing()).isEqualTo(OverwritePolicy.KEEP);
        assertThat(simulate.cameras()).containsExactly("vc-phone");
        assertThat(simulate.compute().precision()).contains(Precision.INT8);
        assertThat(simulate.scenes()).isEqualTo(Simulate.defaults().scenes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{\"job\": \"trainDenoser\"} # job trainDenoser: is unknown (did you mean trainDenoiser?); known: demo, trainNoise,",
                "{\"out\": \"pairs\"} # job.json: does not tell which job it is; give \"job\", one of demo, trainNoise,",
                "{\"job\": \"simulate\", \"scens\": 3} # job.json, field scens: is unknown to simulate (did you mean scenes?); known: out, cameras,",
                "{\"job\": \"simulate\", \"scenes\": \"three\"} # job.json, field scenes: does not take \"three\"; give a whole number",
                "{\"job\": \"simulate\", \"scenes\": 2.5} # job.json, field scenes: does not take 2.5; give a whole number",
                "{\"job\": \"simulate\", \"scenes\": 3000000000} # job.json, field scenes: does not take 3000000000; give a whole number",
                "{\"job\": \"simulate\", \"domain\": \"RAW\"} # job.json, field domain: does not take \"RAW\"; give raw, srgb, linear",
                "{\"job\": \"simulate\", \"isos\": [100, \"x\"]} # job.json, field isos: does not take \"x\"; give a whole number",
                "{\"job\": \"simulate\", \"out\": 5} # job.json, field out: does not take 5; give a path",
                "{\"job\": \"simulate\", \"threads\": 0} # threads: expects at least 1, got 0; give the number of processors",
                "{\"job\": \"demo\", \"minutes\": \"long\"} # job.json, field minutes: does not take \"long\"; give a number",
                "{\"job\": \"demo\", \"existing\": \"keep\"} # existing: does not take keep",
                "{\"job\": \"denoiseImages\", \"levels\": 7} # job.json, field levels: does not take 7; give a text",
                "{\"job\": \"denoiseImages\", \"noise\": \"snow:3\"} # noise snow:3: is not understood;",
                "{\"job\": \"trainDenoiser\", \"watch\": \"yes\"} # job.json, field watch: does not take \"yes\"; give true or false",
                "{\"job\": \"trainDenoiser\", \"steps\": 5, \"minutes\": 1} # minutes: stand instead of steps, both are given;",
                "{\"job\": \"trainDenoiser\", \"settings\": [1]} # job.json, field settings: does not take [1]; give an object, such as",
                "{\"job\": \"trainDenoiser\", \"settings\": {\"depth\": []}} # job.json, field settings depth: does not take []; give a number,",
                "{\"job\": \"synthesize\", \"source\": {\"camera\": \"S6\", \"iso\": 100, \"noisy\": \"a.png\"}} # job.json, field source: does not take the fields camera, iso, noisy; give blind; or camera, iso, extrapolate; or noisy, clean, sampling",
                "{\"job\": \"synthesize\", \"source\": \"S6\"} # job.json, field source: does not take \"S6\"; give an object with blind; or camera, iso,",
                "{\"job\": \"synthesize\", \"source\": {\"camera\": \"S6\", \"iso\": \"high\"}} # job.json, field source iso: does not take \"high\"; give a whole number",
                "{\"job\": \"simulate\", \"out\": \"a\", \"domain\": \"linear\"} # domain: does not take linear",
                "{\"job\": \"simulate\", \"out\": \"a\", \"isos\": [800, -1]} # isos: expects positive ones, got -1; change `isos`",
                "{\"job\": \"synthesize\", \"source\": {\"camera\": \" \", \"iso\": 100}} # camera: is blank;",
                "{\"job\": \"synthesize\", \"source\": {\"camera\": \"S6\", \"iso\": -5}} # iso: expects a positive one, got -5;",
                "[1] # job.json: is no JSON object; give one, such as",
                "{\"job\": \"simulate\", \"size\": 1, \"size\": 2} # job.json: is no JSON: Duplicate",
                "{\"job\": # job.json: is no JSON: Unexpected end-of-input",
            })
    void mistakesAreNamedWithWhatIsExpected(String text, String message) {
        assertThatThrownBy(() -> JobDocument.read("job.json", text.strip()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message.strip());
    }

    /** A record that refuses values as records of the library do. */
    record Strict(int count, String name) {
        Strict {
            if (count < 0 || (count > 5 && name.isEmpty())) {
                throw new IllegalArgumentException("Strict expects a small count, got " + count);
            }
        }
    }

    @Test
    void whatARecordRefusesIsToldOfTheField() {
        RecordForm form = new RecordForm(new Strict(1, ""));
        ObjectNode negative = (ObjectNode) JSON.readTree("{\"name\": \"a\", \"count\": -1}");
        assertThatThrownBy(() -> form.read("job.json, field ", negative))
                .isInstanceOf(InputException.class)
                .hasMessage("job.json, field count: does not take -1; Strict expects a small count, got -1");
        RecordForm named = new RecordForm(new Strict(9, "a"));
        ObjectNode nameless = (ObjectNode) JSON.readTree("{\"name\": \"\"}");
        assertThatThrownBy(() -> named.read("job.json, field ", nameless))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("job.json, field name: does not take \"\";");
    }

    @Test
    void wordsAreWhatUsersWrite() {
        assertThat(JobDocument.words(Simulate.defaults().cameras(List.of("a", "b"))))
                .containsEntry("domain", "srgb")
                .containsEntry("scenes", "10")
                .containsEntry("cameras", "a,b")
                .containsEntry("seed", "0")
                .doesNotContainKeys("job", "out", "isos", "precision");
        assertThat(JobDocument.words(DenoiseImages.defaults())).doesNotContainKeys("noise", "levels", "model");
    }

    /** The documents of every kind in docs/jobs.md can be run. */
    @Test
    void theDocumentationIsTrue() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "jobs.md"));
        Matcher documents =
                Pattern.compile("(?s)\\{\"job\": .*?\\}(?=\\n(?:\\{|```))").matcher(text);
        int found = 0;
        while (documents.find()) {
            found++;
            assertThat(JobDocument.read("docs/jobs.md", documents.group())).isNotNull();
        }
        assertThat(found).isEqualTo(7);
        for (JobKind<?> kind : JobKinds.all()) {
            assertThat(text).contains("| `" + kind.name() + "` | `" + kind.command());
        }
    }
}
