package io.grainflow.cli.command;

import io.grainflow.cli.option.DenoiserConverter;
import io.grainflow.cli.option.FolderOutput;
import io.grainflow.cli.option.NumericsOptions;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.corruption.Corruption;
import io.grainflow.file.Levels;
import io.grainflow.job.denoise.DenoiseImages;
import io.grainflow.job.denoise.DenoiserChoice;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores images. */
@Command(
        name = "denoise",
        mixinStandardHelpOptions = true,
        description = "Remove noise from images.",
        footer = {
            "",
            "Writes each image under its own name, with the bit depth of the input; JPEG becomes PNG, and",
            "raw files become DNG. Denoisers of raw images work on mosaics: DNG, or one channel in PNG or TIFF.",
            "Trained denoisers restore TIFF and BigTIFF images of any size in bounded memory, in bands of rows.",
            "An unreadable image is reported, and the others are restored.",
            "",
            "Examples:",
            "  grainflow denoise --model dncnn.safetensors --images holiday --out holiday-clean",
            "  grainflow denoise --model dncnn.safetensors --images night.png --out . --overwrite",
            "  grainflow denoise --model bm3d --images holiday --out holiday-clean",
            "  grainflow denoise --model raw-dncnn.safetensors --images night.dng --out clean",
            "  grainflow denoise --model raw-dncnn.safetensors --images mosaic.png --levels 600:16383 --out clean"
        })
final class DenoiseCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = DenoiserConverter.class,
            description = {
                "The denoiser: a file; dncnn-polyu, which is included; or, without any training, bm3d or nlm, which estimate the noise"
                        + " of each image."
            })
    DenoiserChoice model;

    @Option(names = "--images", paramLabel = "I", required = true, description = "A noisy image or a folder of them.")
    Path images;

    @Option(
            names = "--levels",
            paramLabel = "BLACK:WHITE",
            description = "Digital numbers of black and white of mosaics in PNG or TIFF files, such as 64:1023.")
    @Nullable
    String levels;

    @Option(
            names = "--noise",
            paramLabel = "KIND:LEVEL",
            description = "For bm3d and nlm: the noise where it is known, gaussian:SIGMA (of 255) or poisson:PEAK.")
    @Nullable
    String noise;

    @Mixin
    FolderOutput output;

    @Mixin
    NumericsOptions numerics;

    @Mixin
    RunOptions options;

    DenoiseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DenoiseImages job = DenoiseImages.defaults()
                .model(model)
                .images(images)
                .out(output.folder)
                .existing(output.existing(options))
                .compute(numerics.with(options.compute()));
        job = noise == null ? job : job.noise(Corruption.parse(noise));
        job = levels == null ? job : job.levels(Levels.parse(levels));
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(DenoiseImages job, DenoiseImages.Result result) {
        return result.images() + " restored images in " + job.out()
                + result.precision().map(word -> " (" + word + ")").orElse("") + "\n";
    }
}
