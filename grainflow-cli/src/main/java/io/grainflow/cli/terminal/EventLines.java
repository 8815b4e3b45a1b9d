package io.grainflow.cli.terminal;

import io.grainflow.cli.option.ResultFile;
import io.grainflow.job.run.EventJson;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.JobEvent;
import io.grainflow.progress.Monitor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Events as lines of JSON for other programs, each there as soon as it is told. */
final class EventLines implements AutoCloseable {
    private final Optional<PrintStream> out;
    private final boolean owned;

    /**
     * Opens the file.
     *
     * @throws InputException if it cannot be written
     */
    EventLines(Console console, ResultFile target) {
        this.owned = !target.isStandardOutput();
        this.out = target.json().map(file -> owned ? open(file) : console.out());
    }

    private static PrintStream open(Path file) {
        try {
            return new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be written", "name another file with --events", e);
        }
    }

    /** What tells a monitor and, where lines are wanted, writes them, too. */
    Monitor beside(Monitor monitor, String job) {
        return out.map(lines -> both(monitor, JobEvent.monitor(job, event -> write(lines, event), monitor::cancelled)))
                .orElse(monitor);
    }

    private static Monitor both(Monitor shown, Monitor written) {
        return new Monitor() {
            @Override
            public void on(Event event) {
                shown.on(event);
                written.on(event);
            }

            @Override
            public boolean cancelled() {
                return shown.cancelled();
            }
        };
    }

    private static void write(PrintStream lines, JobEvent event) {
        lines.print(EventJson.write(event) + "\n");
        lines.flush();
    }

    @Override
    public void close() {
        if (owned) {
            out.ifPresent(PrintStream::close);
        }
    }
}
