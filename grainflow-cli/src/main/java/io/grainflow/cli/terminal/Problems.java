package io.grainflow.cli.terminal;

import io.grainflow.problem.InputException;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints errors in one line on standard error, and gives the exit status for them. */
public final class Problems {
    private final Console console;

    public Problems(Console console) {
        this.console = console;
    }

    /** The usage of the command line was wrong. */
    public int misused(ParameterException problem, String... args) {
        CommandLine command = problem.getCommandLine();
        StringBuilder line = new StringBuilder("grainflow: ").append(oneLine(String.valueOf(problem.getMessage())));
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                line.append("; did you mean ")
                        .append(String.join(" or ", suggestions))
                        .append('?');
            }
        }
        line.append("; see ").append(command.getCommandSpec().qualifiedName()).append(" --help");
        console.err().println(line);
        return Session.MISUSED;
    }

    /**
     * The work failed.
     *
     * @param wording how messages name settings
     */
    public int failed(Throwable problem, boolean debug, UnaryOperator<String> wording) {
        if (debug) {
            problem.printStackTrace(console.err());
        }
        console.err().println("grainflow: " + describe(problem, wording));
        return Session.FAILED;
    }

    private static String describe(Throwable problem, UnaryOperator<String> wording) {
        if (problem instanceof InputException) {
            return wording.apply(String.valueOf(problem.getMessage()));
        }
        if (problem instanceof OutOfMemoryError) {
            return "out of memory; give the JVM more (GRAINFLOW_JAVA_OPTS=-Xmx8g) or work on smaller images or batches";
        }
        if (problem instanceof ExceptionInInitializerError && problem.getCause() != null) {
            // a registry that another jar spoils: what is wrong with it is told by the cause alone
            return describe(problem.getCause(), wording);
        }
        String message = problem.getMessage() == null ? "" : " " + oneLine(problem.getMessage());
        return "internal error: " + problem.getClass().getSimpleName() + message
                + "; run again with --debug and report it";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
