package io.grainflow.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of commands that train. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Learn a noise model or a denoiser.",
        synopsisSubcommandLabel = "noise|denoiser",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  grainflow train noise heteroscedastic --data pairs --out noise.safetensors",
            "  grainflow train denoiser dncnn --data pairs --noise real --minutes 30 --out dncnn.safetensors"
        })
final class TrainCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "missing what to train: noise or denoiser");
    }
}
