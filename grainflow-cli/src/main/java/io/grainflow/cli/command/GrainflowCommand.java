package io.grainflow.cli.command;

import io.grainflow.cli.option.JobDefaults;
import io.grainflow.cli.option.SettingWords;
import io.grainflow.cli.terminal.Session;
import io.grainflow.cli.terminal.Version;
import io.grainflow.job.benchmark.Benchmark;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.demo.Demo;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.evaluate.EstimateNoise;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.evaluate.EvaluateImages;
import io.grainflow.job.evaluate.EvaluateNoise;
import io.grainflow.job.evaluate.Identify;
import io.grainflow.job.evaluate.MeasureBias;
import io.grainflow.job.file.CalibrateDenoiser;
import io.grainflow.job.run.Job;
import io.grainflow.job.synthesise.Simulate;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.job.synthesise.SynthesizePairs;
import io.grainflow.job.train.TrainDenoiser;
import io.grainflow.job.train.TrainNaFlow;
import io.grainflow.job.train.TrainNmFlowGan;
import io.grainflow.job.train.TrainNoise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
            "  grainflow demo                      the whole pipeline in five minutes, with a report",
            "",
            "With photographs of your own (a folder with noisy/ and clean/, or with a manifest.csv):",
            "  grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
            "  grainflow train denoiser dncnn --data pairs --noise noise.safetensors --minutes 30 --out dncnn.safetensors",
            "  grainflow denoise --model dncnn.safetensors --images holiday --out holiday-clean",
            "",
            "grainflow COMMAND --help shows details and examples. Exit status: 0 all was done, 1 something failed,",
            "2 wrong usage of the command line, 130 interrupted."
        })
public final class GrainflowCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    /** The registry of all commands. */
    private static final String COMPLETION = "generate-completion";

    /** The commands in the order of the help; every one runs its job in the session. */
    private static Map<String, Supplier<CommandLine>> commands(Session session) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> line(new DemoCommand(session), Demo.defaults()));
        commands.put(
                "train",
                () -> new CommandLine(new TrainCommand())
                        .addSubcommand(line(
                                new TrainNoiseCommand(session),
                                TrainNoise.defaults(),
                                TrainNaFlow.defaults(),
                                TrainNmFlowGan.defaults()))
                        .addSubcommand(line(new TrainDenoiserCommand(session), TrainDenoiser.defaults())));
        commands.put("synth", () -> line(new SynthCommand(session), Synthesize.defaults(), SynthesizePairs.defaults()));
        commands.put("denoise", () -> line(new DenoiseCommand(session), DenoiseImages.defaults()));
        commands.put(
                "evaluate",
                () -> new CommandLine(new EvaluateCommand())
                        .addSubcommand(line(new EvaluateNoiseCommand(session), EvaluateNoise.defaults()))
                        .addSubcommand(line(new EvaluateDenoiserCommand(session), EvaluateDenoiser.defaults()))
                        .addSubcommand(line(new EvaluateImagesCommand(session), EvaluateImages.defaults())));
        commands.put("compare", () -> line(new CompareCommand(session), CompareNoise.defaults()));
        commands.put("identify", () -> line(new IdentifyCommand(session), Identify.defaults()));
        commands.put("estimate", () -> line(new EstimateCommand(session), EstimateNoise.defaults()));
        commands.put("bias", () -> line(new BiasCommand(session), MeasureBias.defaults()));
        commands.put("simulate", () -> line(new SimulateCommand(session), Simulate.defaults()));
        commands.put("inspect", () -> line(new InspectCommand(session)));
        commands.put("import", () -> line(new ImportCommand(session)));
        // the format of an export has to be given, so it has no default
        commands.put("export", () -> line(new ExportCommand(session)));
        commands.put("calibrate", () -> line(new CalibrateCommand(session), CalibrateDenoiser.defaults()));
        commands.put(
                "benchmark",
                () -> line(new BenchmarkCommand(session), Benchmark.defaults(), BenchmarkNetworks.defaults()));
        commands.put("run", () -> line(new RunCommand(session)));
        commands.put(COMPLETION, () -> new CommandLine(new GenerateCompletion()));
        return commands;
    }

    /** Creates a command whose options have the defaults of its jobs. */
    private static CommandLine line(Callable<Integer> command, Job<?>... jobs) {
        CommandLine line = new CommandLine(command);
        return jobs.length == 0 ? line : line.setDefaultValueProvider(new JobDefaults(jobs));
    }

    /** How messages of a command name settings: as options, or as fields of a document. */
    public static UnaryOperator<String> wording(CommandLine command) {
        return command.getCommand() instanceof RunCommand ? UnaryOperator.identity() : SettingWords::inOptions;
    }

    /** The whole tree. */
    public static CommandLine line(Session session) {
        return line(session, List.of());
    }

    /** The part of the tree that a call needs: the command that it names first, which is ten times faster to build; else all commands. */
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

    /** Help lists options in the order of the classes, required ones first. */
    private static void keepOrder(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
        command.getSubcommands().values().forEach(GrainflowCommand::keepOrder);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "missing command");
    }
}
