package io.grainflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.job.run.EventJson;
import io.grainflow.job.run.JobDocument;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.progress.Event;
import io.grainflow.progress.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs from documents, as programs and workflows write them. */
final class RunCommandTest {
    @TempDir
    static Path root;

    private static Path pairs;

    @BeforeAll
    static void makePairs() {
        pairs = root.resolve("pairs");
        Run made = Run.reading("""
                {"job": "simulate", "out": "%s", "cameras": ["vc-compact"], "isos": [800], "scenes": 4, "size": 48, "seed": 3}
                """.formatted(text(pairs)), "run", "-");
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(made.out()).isEqualTo("4 pairs of 4 scenes in " + pairs + "\n");
        assertThat(made.messages()).containsExactly("grainflow: seed 3");
    }

    private static String text(Path path) {
        return path.toString().replace("\\", "\\\\");
    }

    private static Path document(String name, String text) throws IOException {
        return Files.writeString(root.resolve(name), text);
    }

    @Test
    void theResultIsThatOfTheCommand() throws IOException {
        Path job = document("estimate.json", "{\"job\": \"estimateNoise\", \"images\": \"" + text(pairs) + "/noisy\"}");
        Run run = Run.of("run", job, "--json", root.resolve("run.json"));
        Run command = Run.of("estimate", "--images", pairs.resolve("noisy"), "--json", root.resolve("command.json"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(command.out());
        assertThat(Files.readString(root.resolve("run.json")))
                .isEqualTo(Files.readString(root.resolve("command.json")));
        JsonNode result = JsonMapper.shared().readTree(Files.readString(root.resolve("run.json")));
        assertThat(result.get("command").asString()).isEqualTo("estimate");
        assertThat(result.get("job").get("job").asString()).isEqualTo("estimateNoise");
    }

    /** The job in a command's JSON result is a document that repeats the run. */
    @Test
    void aResultHoldsTheDocumentOfItsJob() throws IOException {
        Path model = root.resolve("levels.safetensors");
        Run trained =
                Run.of("train", "noise", "gaussian", "--data", pairs, "--split", "all", "--out", model, "--json", "-");
        assertThat(trained.status()).as(trained.err()).isZero();
        byte[] bytes = Files.readAllBytes(model);
        Files.delete(model);
        JsonNode result = JsonMapper.shared().readTree(trained.out());
        Run again = Run.reading(result.get("job").toString(), "run", "-", "--json", "-");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(trained.out());
        assertThat(Files.readAllBytes(model)).isEqualTo(bytes);
    }

    @Test
    void printTellsAllDefaultsAndDoesNothing() throws IOException {
        Path job = document("simulate.json", "{\"job\": \"simulate\", \"out\": \"never\"}");
        Run run = Run.of("run", job, "--print");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(JobDocument.read("printed", run.out()))
                .isEqualTo(Simulate.defaults().out(Path.of("never")));
        assertThat(JsonMapper.shared().readTree(run.out()).get("scenes").asInt())
                .isEqualTo(10);
        assertThat(Path.of("never")).doesNotExist();
    }

    @Test
    void modelsThatComeAlongGoByName() throws IOException {
        Path job = document("inspect.json", "{\"job\": \"inspect\", \"what\": \"dncnn-polyu\"}");
        Run run = Run.of("run", job);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("denoiser");
    }

    @Test
    void mistakesAreOneLineAndNameSettings() throws IOException {
        Path unknown = document("unknown.json", "{\"job\": \"simulate\", \"out\": \"o\", \"scens\": 3}");
        Run run = Run.of("run", unknown);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .startsWith("grainflow: " + unknown
                        + ", field scens: is unknown to simulate (did you mean scenes?); known:");
        Path there = document("there.json", "{\"job\": \"simulate\", \"out\": \"" + text(pairs) + "\", \"size\": 48}");
        assertThat(Run.of("run", there).messages().get(1))
                .contains("give `existing=replace` to replace, or `existing=keep`");
        assertThat(Run.of("simulate", "--out", pairs, "--size", 48).messages().get(1))
                .contains("give --overwrite to replace, or --resume");
        assertThat(Run.of("run", root.resolve("missing.json")).err()).contains("cannot be read as text");
        assertThat(Run.reading("", "run", "-").status()).isEqualTo(1);
        assertThat(Run.of("run").status()).isEqualTo(2);
    }

    @Test
    void eventsAreLinesOfJson() throws IOException {
        Path job = document("events.json", "{\"job\": \"estimateNoise\", \"images\": \"" + text(pairs) + "/noisy\"}");
        Path file = root.resolve("events.jsonl");
        Run run = Run.of("run", job, "--events", file);
        assertThat(run.status()).as(run.err()).isZero();
        List<JobEvent> events =
                Files.readAllLines(file).stream().map(EventJson::read).toList();
        assertThat(events).allMatch(event -> event.job().equals("estimateNoise"));
        assertThat(events.get(0).event()).isInstanceOf(Event.Started.class);
        assertThat(events.get(events.size() - 1).event()).isInstanceOf(Event.Finished.class);
        assertThat(Run.of("run", job, "--events", file).messages())
                .containsExactly("grainflow: " + file + ": is already there; choose another name or give --overwrite");
        assertThat(Run.of("run", job, "--events", file, "--overwrite").status()).isZero();
        assertThat(Files.readAllLines(file)).hasSameSizeAs(events);
    }

    @Test
    void eventsOnStandardOutputStandAlone() throws IOException {
        Path job = document("told.json", "{\"job\": \"estimateNoise\", \"images\": \"" + text(pairs) + "/noisy\"}");
        Run run = Run.of("run", job, "--events", "-");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSizeGreaterThan(2).allSatisfy(line -> EventJson.read(line));
        Run both = Run.of("run", job, "--events", "-", "--json", "-");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("--events and --json cannot both take standard output");
    }

    @Test
    void failuresCountAsInTheCommand() throws IOException {
        Path bad = Files.createDirectory(root.resolve("bad"));
        Files.createFile(bad.resolve("empty.png"));
        Path job = document("bad.json", "{\"job\": \"estimateNoise\", \"images\": \"" + text(bad) + "\"}");
        Run run = Run.of("run", job);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.messages()).hasSize(2).last().isEqualTo("grainflow: 1 failed, the rest is done");
    }

    @Test
    void aStoppedRunTellsWhatToSet() throws IOException {
        Path out = root.resolve("stopped.safetensors");
        Path job = document("train.json", """
                {"job": "trainDenoiser", "data": "%s", "out": "%s", "noise": "gaussian:25", "steps": 100000,
                 "settings": {"depth": 2, "features": 2, "patchSize": 16, "batchSize": 1}}
                """.formatted(text(pairs), text(out)));
        Run run = Run.stoppedAt("read pairs", "run", job);
        assertThat(run.status()).isEqualTo(130);
        assertThat(List.of(run.messages().get(run.messages().size() - 1)))
                .allMatch(line -> line.contains("`start=resume`") || line.contains("stopped before"));
    }
}
