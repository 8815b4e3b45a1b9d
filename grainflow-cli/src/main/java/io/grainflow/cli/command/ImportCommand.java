package io.grainflow.cli.command;

import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.file.ImportModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports published weights. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Turn published weights into a Grainflow model.",
        footer = {
            "",
            "Formats:",
            "  dncnn             safetensors with conv.N.weight and conv.N.bias (and bn.N.* where not folded), as the DnCNN",
            "                    authors' weights are converted; layerNN.conv.* and layerNN.bn.*, as NAFlow's; dncnn.N.*, as",
            "                    Noise2NoiseFlow's",
            "  naflow            the state dictionary of the released code",
            "  noise-flow        the variables of the released TensorFlow code; packed raw images, planes clockwise",
            "  noise2noise-flow  the noise model in the state dictionary of the released code (its denoiser: dncnn)",
            "  flow-srgb         the state dictionary of the released code",
            "  nm-flowgan        generator checkpoint of the released code: the flow's names, the U-Net as generator.*",
            "  neca              names of the three released files behind E. (gain), G1. (level) and G2. (correlation); G2. alone",
            "                    is NeCA-S",
            "  c2n               the generator of the released code (G.* or bare names)",
            "  noise-levels      measured noise of cameras as a heteroscedastic model of raw images: darktable's",
            "                    noiseprofiles.json, a table with cam_iso,beta1,beta2 or model,iso,scale_s,offset_o, or a",
            "                    DNG file with a NoiseProfile",
            "",
            "Examples:",
            "  grainflow import dncnn_gray_s25.safetensors --as dncnn --out dncnn25.safetensors",
            "  grainflow import noiseprofiles.json --as noise-levels --out cameras.safetensors",
            "  grainflow import noise-flow-published.safetensors --as noise-flow --out noise-flow.safetensors"
        })
final class ImportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The published weights.")
    Path file;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            required = true,
            description = "What they are: one of the formats below.")
    String format;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Model file to write.")
    Path out;

    @Mixin
    RunOptions options;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ImportModel job = ImportModel.defaults()
                .file(file)
                .format(OptionParsers.format(format))
                .out(out)
                .existing(options.existing());
        return session.run(job, options.result(), ResultTexts::of);
    }
}
