package io.grainflow.cli.terminal;

import io.grainflow.cli.option.RunOptions;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.random.Seed;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Runs jobs for commands: sets the engine, shows progress, prints the result. */
public final class Session {
    static final int DONE = 0;
    public static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Console console;
    private final BooleanSupplier stop;

    public Session(Console console, BooleanSupplier stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * Runs the job and prints its result.
     *
     * @param command the words that name the command, for the JSON object
     * @param text the result in words and tables
     * @return the exit status
     */
    public <R extends Outcome> int run(
            String command, Job<R> job, RunOptions options, Optional<Seed> seed, Function<R, String> text) {
        JsonOutput output = new JsonOutput(console, options);
        output.check();
        seed.ifPresent(value -> console.err().println("grainflow: seed " + value.value()));
        R result;
        try (ConsoleMonitor monitor = new ConsoleMonitor(console, stop)) {
            result = job.run(monitor);
        } catch (CancellationException e) {
            console.err().println("grainflow: " + e.getMessage());
            return Interruption.EXIT;
        }
        if (!options.jsonToStandardOutput()) {
            console.out().print(text.apply(result));
            console.out().flush();
        }
        output.write(command, job, result);
        if (result.failed() > 0) {
            console.err().println("grainflow: " + result.failed() + " failed, the rest is done");
            return FAILED;
        }
        return DONE;
    }
}
