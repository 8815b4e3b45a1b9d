package io.grainflow.cli.terminal;

import io.grainflow.cli.option.ResultFile;
import io.grainflow.cli.option.SettingWords;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.JobKinds;
import io.grainflow.job.run.Outcome;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Runs jobs for commands: shows progress, prints the result. */
public final class Session {
    static final int DONE = 0;
    public static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Console console;
    private final BooleanSupplier stop;
    private final UnaryOperator<String> wording;
    private final ResultFile events;

    /** A session whose messages name options. */
    public Session(Console console, BooleanSupplier stop) {
        this(console, stop, SettingWords::inOptions, new ResultFile(Optional.empty(), false));
    }

    private Session(Console console, BooleanSupplier stop, UnaryOperator<String> wording, ResultFile events) {
        this.events = events;
        this.console = console;
        this.stop = stop;
        this.wording = wording;
    }

    /** The same session with messages that name settings, for job documents. */
    public Session inFields() {
        return new Session(console, stop, UnaryOperator.identity(), events);
    }

    /** The same that also writes every event as a line of JSON. */
    public Session telling(ResultFile lines) {
        return new Session(console, stop, wording, lines);
    }

    /** The whole of standard input. */
    public String standardInput() {
        try {
            return new String(console.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException("standard input", "cannot be read", "give a file instead", e);
        }
    }

    /**
     * Prints a text as a result.
     *
     * @return the exit status
     */
    public int print(String text) {
        console.out().print(text);
        console.out().flush();
        return DONE;
    }

    /**
     * Runs the job and prints its result.
     *
     * @param text formats the result as text and tables
     * @return the exit status
     */
    public <R extends Outcome> int run(Job<R> job, ResultFile file, BiFunction<Job<?>, Outcome, String> text) {
        JsonOutput output = new JsonOutput(console, file);
        try {
            return run(job, output, text);
        } catch (CancellationException e) {
            console.err().println("grainflow: " + wording.apply(String.valueOf(e.getMessage())));
            return Interruption.EXIT;
        }
    }

    private <R extends Outcome> int run(Job<R> job, JsonOutput output, BiFunction<Job<?>, Outcome, String> text) {
        output.check();
        events.check();
        JobKinds.seed(job).ifPresent(seed -> console.err().println("grainflow: seed " + seed.value()));
        R result;
        try (ConsoleMonitor monitor = new ConsoleMonitor(console, stop, wording);
                EventLines lines = new EventLines(console, events)) {
            result = job.run(lines.beside(monitor, JobKinds.of(job).name()));
        }
        if (!output.isStandardOutput() && !events.isStandardOutput()) {
            print(wording.apply(text.apply(job, result)));
        }
        output.write(job, result);
        if (result.failed() > 0) {
            console.err().println("grainflow: " + result.failed() + " failed, the rest is done");
            return FAILED;
        }
        return DONE;
    }
}
