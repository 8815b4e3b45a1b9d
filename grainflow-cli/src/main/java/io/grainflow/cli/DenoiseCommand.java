package io.grainflow.cli;

import io.grainflow.job.DenoiseImages;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores images. */
@Command(
        name = "denoise",
        mixinStandardHelpOptions = true,
        description = "Remove noise from images of any size, in bounded memory.",
        footer = {
            "",
            "Writes each image under its own name, with the bit depth of the input; what came as JPEG becomes PNG.",
            "An unreadable image is reported and the others are done.",
            "",
            "Examples:",
            "  grainflow denoise --model dncnn.safetensors --images holiday --out holiday-clean",
            "  grainflow denoise --model dncnn.safetensors --images night.png --out . --overwrite"
        })
final class DenoiseCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "The denoiser: a file, or dncnn-polyu, which comes along.")
    Path model;

    @Option(names = "--images", paramLabel = "I", required = true, description = "A noisy image or a folder of them.")
    Path images;

    @Mixin
    FolderOutput output;

    @Mixin
    RunOptions options;

    DenoiseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(
                "denoise",
                new DenoiseImages(model, images, output.folder, output.existing(options), options.engine()),
                options,
                Optional.empty(),
                result -> result.images() + " restored images in " + output.folder + "\n");
    }
}
