package io.grainflow.cli;

import io.grainflow.cli.command.GrainflowCommand;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.terminal.Console;
import io.grainflow.cli.terminal.Interruption;
import io.grainflow.cli.terminal.Problems;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.batch.NativeWarmUp;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Interruption interruption = new Interruption();
        interruption.install();
        if (args.length > 0 && args[0].equals("denoise")) {
            NativeWarmUp.begin();
        }
        int status = Session.FAILED;
        try {
            status = run(args, Console.standard(), interruption::asked);
        } finally {
            interruption.runEnded();
        }
        System.exit(status);
    }

    /**
     * Runs one command.
     *
     * @param stop checked between units of work; once it is true, the work ends early
     * @return the exit status: 0 success, 1 something failed, 2 wrong usage of the command line, 130 interrupted
     */
    static int run(String[] args, Console console, BooleanSupplier stop) {
        Problems problems = new Problems(console);
        boolean debug = Arrays.asList(args).contains("--debug");
        CommandLine line = GrainflowCommand.line(new Session(console, stop), List.of(args))
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colour() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(problems::misused)
                .setExecutionExceptionHandler((problem, command, parsed) -> problem instanceof MisuseException
                        ? problems.misused(new CommandLine.ParameterException(command, problem.getMessage()))
                        : problems.failed(problem, debug, GrainflowCommand.wording(command)))
                .setUsageHelpWidth(110)
                .setUsageHelpLongOptionsMaxWidth(34);
        try {
            return line.execute(args);
        } catch (Error problem) {
            return problems.failed(problem, debug, UnaryOperator.identity());
        }
    }

    private static java.io.PrintWriter writer(java.io.PrintStream stream) {
        return new java.io.PrintWriter(stream, true, java.nio.charset.StandardCharsets.UTF_8);
    }
}
