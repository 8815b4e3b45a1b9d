package io.grainflow.cli.terminal;

import io.grainflow.cli.option.RunOptions;
import io.grainflow.file.AtomicFile;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobJson;
import io.grainflow.job.run.Outcome;
import io.grainflow.problem.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The result as one JSON object, in a file or on standard output. */
final class JsonOutput {
    private final Console console;
    private final RunOptions options;

    JsonOutput(Console console, RunOptions options) {
        this.console = console;
        this.options = options;
    }

    /** Before the work: would the object find its place? */
    void check() {
        Path file = options.json;
        if (file != null && !options.jsonToStandardOutput() && Files.exists(file) && !options.overwrite) {
            throw new InputException(file.toString(), "is already there", "choose another name or give --overwrite");
        }
    }

    <R extends Outcome> void write(String command, Job<R> job, R result) {
        Path file = options.json;
        if (file == null) {
            return;
        }
        String json = JobJson.write(command, Version.NUMBER, job, result) + "\n";
        if (options.jsonToStandardOutput()) {
            console.out().print(json);
            console.out().flush();
        } else {
            AtomicFile.writeText(file, json);
        }
    }
}
