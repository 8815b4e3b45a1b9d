package io.grainflow.cli.command;

import io.grainflow.cli.terminal.Session;
import io.grainflow.cli.terminal.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command tree. */
@Command(
        name = "grainflow",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Learns the noise of real cameras, synthesises it, and removes it.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Begin here:",
            "  grainflow demo                      the whole of it in five minutes, with a report",
            "",
            "With photographs of your own (a folder with noisy/ and clean/, or with a manifest.csv):",
            "  grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
            "  grainflow train denoiser dncnn --data pairs --noise noise.safetensors --minutes 30 --out dncnn.safetensors",
            "  grainflow denoise --model dncnn.safetensors --images holiday --out holiday-clean",
            "",
            "grainflow COMMAND --help tells more, with examples. Exit status: 0 all was done, 1 something failed,",
            "2 the call's words are off, 130 interrupted."
        })
public final class GrainflowCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    /** Knows of all commands. */
    private static final String COMPLETION = "generate-completion";

    /** The commands in the order of the help; every one runs its job in the session. */
    private static Map<String, Supplier<CommandLine>> commands(Session session) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new CommandLine(new DemoCommand(session)));
        commands.put(
                "train",
                () -> new CommandLine(new TrainCommand())
                        .addSubcommand(new TrainNoiseCommand(session))
                        .addSubcommand(new TrainDenoiserCommand(session)));
        commands.put("synth", () -> new CommandLine(new SynthCommand(session)));
        commands.put("denoise", () -> new CommandLine(new DenoiseCommand(session)));
        commands.put(
                "evaluate",
                () -> new CommandLine(new EvaluateCommand())
                        .addSubcommand(new EvaluateNoiseCommand(session))
                        .addSubcommand(new EvaluateDenoiserCommand(session))
                        .addSubcommand(new EvaluateImagesCommand(session)));
        commands.put("identify", () -> new CommandLine(new IdentifyCommand(session)));
        commands.put("estimate", () -> new CommandLine(new EstimateCommand(session)));
        commands.put("bias", () -> new CommandLine(new BiasCommand(session)));
        commands.put("simulate", () -> new CommandLine(new SimulateCommand(session)));
        commands.put("inspect", () -> new CommandLine(new InspectCommand(session)));
        commands.put("import", () -> new CommandLine(new ImportCommand(session)));
        commands.put("export", () -> new CommandLine(new ExportCommand(session)));
        commands.put("calibrate", () -> new CommandLine(new CalibrateCommand(session)));
        commands.put("benchmark", () -> new CommandLine(new BenchmarkCommand(session)));
        commands.put(COMPLETION, () -> new CommandLine(new GenerateCompletion()));
        return commands;
    }

    /** The whole tree. */
    public static CommandLine line(Session session) {
        return line(session, List.of());
    }

    /** What a call needs of the tree: the command that it names first, which takes a tenth of the time that all take; else all. */
    public static CommandLine line(Session session, List<String> words) {
        Map<String, Supplier<CommandLine>> commands = commands(session);
        boolean alone = !words.isEmpty() && !words.get(0).equals(COMPLETION);
        if (alone && commands.containsKey(words.get(0))) {
            commands.keySet().retainAll(words.subList(0, 1));
        }
        CommandLine root = new CommandLine(new GrainflowCommand());
        commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
        keepOrder(root);
        return root;
    }

    /** Help lists options as the classes do: what is required first. */
    private static void keepOrder(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
        command.getSubcommands().values().forEach(GrainflowCommand::keepOrder);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "missing command");
    }
}
