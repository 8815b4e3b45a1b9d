package io.grainflow.cli.command;

import io.grainflow.cli.option.FolderOutput;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.run.Data;
import io.grainflow.job.synthesise.Synthesize;
import io.grainflow.job.synthesise.SynthesizePairs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes noisy images from clean ones. */
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
            "With --like, a naflow or neca model makes noise like that of another image, without metadata. With --data, it makes",
            "noise for the clean images of pairs, like the pairs' own: a data set to train denoisers on. Models that do not",
            "distinguish cameras (c2n, simplified neca) need neither --camera nor --like.",
            "",
            "Examples:",
            "  grainflow synth --model noise.safetensors --clean photos --camera S6 --iso 800 --out noisy",
            "  grainflow synth --model naflow.safetensors --clean photos --like night.png --like-clean night-clean.png --out noisy",
            "  grainflow synth --model c2n.safetensors --clean photos --out noisy",
            "  grainflow synth --model naflow.safetensors --data pairs --split train --copies 4 --out synthetic",
            "  grainflow inspect noise.safetensors        which cameras and ISOs the model knows"
        })
final class SynthCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "The noise model: a file, or naflow-polyu, which is included.")
    Path model;

    @Option(names = "--clean", paramLabel = "C", description = "A clean image or a folder of them.")
    @Nullable
    Path clean;

    @Option(names = "--camera", paramLabel = "NAME", description = "Whose noise to make.")
    @Nullable
    String camera;

    @Option(names = "--iso", paramLabel = "N", description = "At which sensitivity.")
    @Nullable
    Integer iso;

    @Option(
            names = "--like",
            paramLabel = "NOISY",
            description =
                    "Make noise like that of this image, or of those in this folder with the clean images' names.")
    @Nullable
    Path like;

    @Option(
            names = "--like-clean",
            paramLabel = "CLEAN",
            description =
                    "The same without noise; else the clean images themselves (folder) or an estimate (one image).")
    @Nullable
    Path likeClean;

    @Option(names = "--data", paramLabel = "D", description = "Make noise for the clean images of these pairs.")
    List<String> data = List.of();

    @Mixin
    SplitOption split;

    @Option(
            names = "--copies",
            paramLabel = "N",
            description = "With --data, noisy images per pair. Default: ${DEFAULT-VALUE}.")
    int copies;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            description =
                    "With --like or --data: auto, own, or for naflow nas, nas:TEMPERATURE, mixture, rank:K, random; with --data also metadata.")
    String sampling;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "With --camera: how far flows' latents are spread. Default: ${DEFAULT-VALUE}.")
    double temperature;

    @Option(
            names = "--extrapolate",
            description =
                    "With --camera and noise-flow: take an ISO that it has not learned as the released code does.")
    boolean extrapolate;

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
        return data.isEmpty()
                ? session.run(images(), options.result(), ResultTexts::of)
                : session.run(pairs(), options.result(), ResultTexts::of);
    }

    /** The text that both ways of making images share. */
    static String describe(Path out, Synthesize.Result result) {
        return result.images() + " noisy images in " + out + "\n";
    }

    private SynthesizePairs pairs() {
        if (clean != null || camera != null || iso != null || like != null || likeClean != null) {
            throw new MisuseException("--data brings its own clean images, cameras and ISOs: leave the others out");
        }
        return SynthesizePairs.defaults()
                .model(model)
                .pairs(new Data(String.join(";", data), split.part))
                .sampling(sampling)
                .copies(copies)
                .out(output.folder)
                .seed(seed.seed())
                .existing(output.existing(options))
                .compute(options.compute());
    }

    private Synthesize images() {
        if (clean == null) {
            throw new MisuseException(
                    "give --clean (with --camera and --iso, with --like, or alone for models without cameras), or --data");
        }
        return Synthesize.defaults()
                .model(model)
                .clean(clean)
                .source(source())
                .temperature(temperature)
                .out(output.folder)
                .seed(seed.seed())
                .existing(output.existing(options))
                .compute(options.compute());
    }

    private Synthesize.Source source() {
        if (like != null) {
            if (camera != null || iso != null) {
                throw new MisuseException("--like needs no --camera and no --iso");
            }
            return new Synthesize.Source.Like(like, Optional.ofNullable(likeClean), sampling);
        }
        if (camera == null && iso == null) {
            return new Synthesize.Source.Blind(true);
        }
        if (camera == null || iso == null) {
            throw new MisuseException("--camera and --iso go together");
        }
        return new Synthesize.Source.Known(camera, iso, extrapolate);
    }
}
