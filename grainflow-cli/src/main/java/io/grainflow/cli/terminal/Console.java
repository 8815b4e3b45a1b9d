package io.grainflow.cli.terminal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a run prints: the only class that knows the standard streams.
 *
 * @param in what a command reads that is told to
 * @param out results
 * @param err progress, notes and errors
 * @param terminal whether {@code err} is a terminal that a progress bar may redraw
 * @param colour whether colours and styles may be used
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colour) {
    /** The process's own streams. The launcher tells whether standard error is a terminal: Java cannot. */
    public static Console standard() {
        boolean terminal = Boolean.getBoolean("grainflow.terminal");
        String noColour = System.getenv("NO_COLOR");
        return new Console(
                System.in,
                utf8(System.out),
                utf8(System.err),
                terminal,
                terminal && (noColour == null || noColour.isEmpty()));
    }

    /** Plain lines to the given streams, and nothing to read. */
    public static Console plain(OutputStream out, OutputStream err) {
        return plain(InputStream.nullInputStream(), out, err);
    }

    /** Plain lines to the given streams. */
    public static Console plain(InputStream in, OutputStream out, OutputStream err) {
        return new Console(in, utf8(out), utf8(err), false, false);
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
