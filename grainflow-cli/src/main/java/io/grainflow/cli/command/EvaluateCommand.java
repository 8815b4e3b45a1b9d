package io.grainflow.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group of commands that evaluate. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Compare a noise model, a denoiser or synthetic images with real photographs.",
        synopsisSubcommandLabel = "noise|denoiser|images",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  grainflow evaluate noise --model noise.safetensors --data pairs --split test",
            "  grainflow evaluate denoiser --model dncnn.safetensors --data pairs --split test --json figures.json",
            "  grainflow evaluate images --data pairs --synthetic somebodys-noisy-images"
        })
final class EvaluateCommand implements Runnable {
    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "missing what to evaluate: noise, denoiser or images");
    }
}
