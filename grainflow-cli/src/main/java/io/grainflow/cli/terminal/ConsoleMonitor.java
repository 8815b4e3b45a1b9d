package io.grainflow.cli.terminal;

import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows progress on standard error: a bar on a terminal, lines otherwise. */
final class ConsoleMonitor implements Monitor, AutoCloseable {
    private final Console console;
    private final BooleanSupplier stop;
    private final UnaryOperator<String> wording;
    private @Nullable TaskDisplay display;

    /** @param wording how messages name settings */
    ConsoleMonitor(Console console, BooleanSupplier stop, UnaryOperator<String> wording) {
        this.wording = wording;
        this.console = console;
        this.stop = stop;
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.Started started) {
            close();
            display = console.terminal() ? new BarDisplay(console, started) : new LineDisplay(console, started);
        } else if (event instanceof Event.Advanced advanced) {
            if (display != null) {
                display.advance(advanced.done(), describe(advanced.figures()));
            }
        } else if (event instanceof Event.Finished) {
            close();
        } else if (event instanceof Event.Failed failed) {
            line("failed: " + failed.reason());
        } else if (event instanceof Event.Note note) {
            line(note.text());
        }
    }

    @Override
    public boolean cancelled() {
        return stop.getAsBoolean();
    }

    @Override
    public synchronized void close() {
        if (display != null) {
            display.close();
            display = null;
        }
    }

    private void line(String text) {
        if (display != null) {
            display.interrupt();
        }
        console.err().println("grainflow: " + wording.apply(text));
    }

    private static String describe(Map<String, Double> figures) {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .map(figure -> String.format(Locale.ROOT, "%s %.5g", figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
