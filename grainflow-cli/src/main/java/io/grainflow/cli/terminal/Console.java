package io.grainflow.cli.terminal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of a run. No other class uses the standard streams.
 *
 * @param in input of commands that read standard input
 * @param out results
 * @param err progress, notes and errors
 * @param terminal whether {@code err} is a terminal that a progress bar may redraw
 * @param colour whether colours and styles may be used
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colour) {
    /** The process's own streams. The launcher passes on whether standard error is a terminal, because Java cannot detect it. */
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

    /** Plain lines to the given streams, with empty input. */
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
