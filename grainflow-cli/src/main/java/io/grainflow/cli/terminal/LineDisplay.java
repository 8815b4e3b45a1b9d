package io.grainflow.cli.terminal;

import io.grainflow.progress.Event;
import java.time.Duration;
import java.util.Locale;

/** One plain line every few seconds, for logs. */
final class LineDisplay implements TaskDisplay {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private final Event.Started task;
    private final long startNanos = System.nanoTime();
    private long printedNanos = startNanos;
    private long done;
    private long firstDone = -1;
    private String figures = "";

    LineDisplay(Console console, Event.Started task) {
        this.console = console;
        this.task = task;
    }

    @Override
    public void advance(long nowDone, String nowFigures) {
        if (firstDone < 0) {
            // a resumed task does not start at zero
            firstDone = Math.max(0, nowDone - 1);
        }
        done = nowDone;
        figures = nowFigures;
        if (System.nanoTime() - printedNanos >= INTERVAL_NANOS) {
            printedNanos = System.nanoTime();
            console.err().println(describe(true));
        }
    }

    @Override
    public void interrupt() {}

    @Override
    public void close() {
        console.err().println(describe(false));
    }

    private String describe(boolean running) {
        double seconds = Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9);
        double rate = Math.max(0, done - Math.max(0, firstDone)) / seconds;
        StringBuilder line = new StringBuilder(task.task()).append(": ").append(done);
        if (task.total() > 0) {
            line.append('/').append(task.total());
        }
        line.append(' ').append(task.unit());
        line.append(String.format(Locale.ROOT, ", %.3g/s", rate));
        if (!running) {
            line.append(", took ").append(time(seconds));
        } else if (task.total() > 0 && rate > 0) {
            line.append(", ").append(time((task.total() - done) / rate)).append(" left");
        }
        return figures.isEmpty()
                ? line.toString()
                : line.append(", ").append(figures).toString();
    }

    private static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 6000
                ? Math.round(seconds / 60) + " min"
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
