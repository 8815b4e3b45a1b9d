package io.grainflow.cli;

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
final class GrainflowCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    /** The whole tree; every command runs its job in the session. */
    static CommandLine line(Session session) {
        CommandLine root = new CommandLine(new GrainflowCommand());
        root.addSubcommand(new DemoCommand(session));
        root.addSubcommand(new CommandLine(new TrainCommand())
                .addSubcommand(new TrainNoiseCommand(session))
                .addSubcommand(new TrainDenoiserCommand(session)));
        root.addSubcommand(new SynthCommand(session));
        root.addSubcommand(new DenoiseCommand(session));
        root.addSubcommand(new CommandLine(new EvaluateCommand())
                .addSubcommand(new EvaluateNoiseCommand(session))
                .addSubcommand(new EvaluateDenoiserCommand(session))
                .addSubcommand(new EvaluateImagesCommand(session)));
        root.addSubcommand(new IdentifyCommand(session));
        root.addSubcommand(new EstimateCommand(session));
        root.addSubcommand(new BiasCommand(session));
        root.addSubcommand(new SimulateCommand(session));
        root.addSubcommand(new InspectCommand(session));
        root.addSubcommand(new ImportCommand(session));
        root.addSubcommand(new ExportCommand(session));
        root.addSubcommand(new CalibrateCommand(session));
        root.addSubcommand(new BenchmarkCommand(session));
        root.addSubcommand(new GenerateCompletion());
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
