package io.grainflow.cli;

import io.grainflow.job.Synthesize;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Noisy images from clean ones. */
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        description = "Make noisy images from clean ones with a noise model.",
        footer = {
            "",
            "Writes one PNG per image under the clean file's name, clipped to [0,1] and rounded to the clean file's",
            "bit depth, and a manifest.csv that --data reads. The noise of an image depends on the seed and its name",
            "only, so that order and number of the images do not matter.",
            "",
            "Examples:",
            "  grainflow synth --model noise.safetensors --clean photos --camera S6 --iso 800 --out noisy",
            "  grainflow inspect noise.safetensors        which cameras and ISOs the model knows"
        })
final class SynthCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The noise model.")
    Path model;

    @Option(names = "--clean", paramLabel = "C", required = true, description = "A clean image or a folder of them.")
    Path clean;

    @Option(names = "--camera", paramLabel = "NAME", required = true, description = "Whose noise to make.")
    String camera;

    @Option(names = "--iso", paramLabel = "N", required = true, description = "At which sensitivity.")
    int iso;

    @Mixin
    FolderOutput output;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    SynthCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(
                "synth",
                new Synthesize(
                        model,
                        clean,
                        camera,
                        iso,
                        output.folder,
                        seed.seed(),
                        output.existing(options),
                        options.engine()),
                options,
                Optional.of(seed.seed()),
                result -> result.images() + " noisy images in " + output.folder + "\n");
    }
}
