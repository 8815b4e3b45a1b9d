package io.grainflow.cli.command;

import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.ResultFile;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobDocument;
import io.grainflow.job.run.Outcome;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs a job from its document. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run any job from a JSON document, as a program or a workflow writes it.",
        footer = {
            "",
            "A document is one object: the kind of job, then its settings. What is left out has the default that the command has.",
            "Settings have the names that --print shows, constants are lower-case words, a seed is a number, and relative paths are",
            "relative to the working directory. Results, errors and exit statuses are those of the command.",
            "",
            "  {\"job\": \"trainDenoiser\", \"net\": \"dncnn\", \"data\": \"pairs\", \"noise\": \"gaussian:25\", \"minutes\": 30,",
            "   \"settings\": {\"depth\": 8}, \"out\": \"dncnn.safetensors\"}",
            "",
            "The field job of what any command writes with --json is such a document, too.",
            "",
            "Examples:",
            "  grainflow run job.json",
            "  grainflow run job.json --print                what it amounts to, with all defaults; nothing is done",
            "  grainflow run - --json result.json < job.json",
            "  grainflow run job.json --events events.jsonl   progress for a program: {\"job\": \"simulate\", \"event\": \"started\", ...}",
            "  echo '{\"job\": \"simulate\", \"out\": \"pairs\"}' | grainflow run -"
        })
final class RunCommand implements Callable<Integer> {
    /** Settings whose value may be the name of an included model. */
    private static final List<String> MODELS = List.of("model", "from", "denoiser", "noise", "what");

    private static final String STANDARD_INPUT = "-";

    private final Session session;

    @Parameters(paramLabel = "JOB.json", description = "The document; - reads standard input.")
    String document;

    @Option(names = "--print", description = "Print the document with all defaults instead of running it.")
    boolean print;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Write the result as one JSON object; - is standard output, where nothing else is then printed.")
    @Nullable
    Path json;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "Write each event of the work as one line of JSON at once; - is standard output, where nothing else is"
                            + " then printed.")
    @Nullable
    Path events;

    @Option(
            names = "--overwrite",
            description = "Replace the files of --json and --events; what the job writes, its document decides.")
    boolean overwrite;

    @Option(names = "--debug", description = "Print the stack trace of an error.")
    boolean debug;

    RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean standard = document.equals(STANDARD_INPUT);
        Job<?> job = JobDocument.read(
                standard ? "standard input" : document,
                standard ? session.standardInput() : text(Path.of(document)),
                RunCommand::withModels);
        return print ? session.print(JobDocument.write(job) + "\n") : run(job);
    }

    private <R extends Outcome> int run(Job<R> job) {
        ResultFile result = new ResultFile(Optional.ofNullable(json), overwrite);
        ResultFile told = new ResultFile(Optional.ofNullable(events), overwrite);
        if (result.isStandardOutput() && told.isStandardOutput()) {
            throw new MisuseException("--events and --json cannot both take standard output: name a file for one");
        }
        return session.inFields().telling(told).run(job, result, ResultTexts::of);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InputException(
                    file.toString(), "cannot be read as text", "name a JSON file, or - for standard input", e);
        }
    }

    /** Replaces names of included models by their files. */
    private static ObjectNode withModels(ObjectNode object) {
        for (String field : MODELS) {
            JsonNode node = object.get(field);
            if (node != null && node.isString()) {
                object.put(field, ModelConverter.nameOrOther(node.stringValue()));
            }
        }
        return object;
    }
}
