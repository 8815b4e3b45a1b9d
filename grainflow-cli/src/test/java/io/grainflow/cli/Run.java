package io.grainflow.cli;

import io.grainflow.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One command in this process.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record Run(int status, String out, String err) {
    static Run of(Object... words) {
        return run(err -> false, "", words);
    }

    /** Asks the command to stop as soon as it has reported this. */
    static Run stoppedAt(String report, Object... words) {
        return run(err -> err.contains(report), "", words);
    }

    /** With something to read. */
    static Run reading(String input, Object... words) {
        return run(err -> false, input, words);
    }

    private static Run run(Predicate<String> stop, String input, Object... words) {
        List<String> args = new ArrayList<>();
        for (Object word : words) {
            args.add(word instanceof Path path ? path.toString() : String.valueOf(word));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                args.toArray(String[]::new),
                Console.plain(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err),
                () -> stop.test(err.toString(StandardCharsets.UTF_8)));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines of standard error without progress. */
    List<String> messages() {
        return err.lines().filter(line -> line.startsWith("grainflow: ")).toList();
    }
}
