package io.grainflow.cli.terminal;

import io.grainflow.cli.option.ResultFile;
import io.grainflow.file.AtomicFile;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobJson;
import io.grainflow.job.run.Outcome;

/** The result as one JSON object, in a file or on standard output. */
final class JsonOutput {
    private final Console console;
    private final ResultFile target;

    JsonOutput(Console console, ResultFile target) {
        this.console = console;
        this.target = target;
    }

    /** Checks before the work whether the file can be written. */
    void check() {
        target.check();
    }

    boolean isStandardOutput() {
        return target.isStandardOutput();
    }

    <R extends Outcome> void write(Job<R> job, R result) {
        if (target.json().isEmpty()) {
            return;
        }
        String json = JobJson.write(Version.NUMBER, job, result) + "\n";
        if (isStandardOutput()) {
            console.out().print(json);
            console.out().flush();
        } else {
            AtomicFile.writeText(target.json().get(), json);
        }
    }
}
