package io.grainflow.cli.command;

import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.evaluate.Identification;
import io.grainflow.job.evaluate.Identify;
import io.grainflow.job.run.Data;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Identifies camera and ISO by the noise of images. */
@Command(
        name = "identify",
        mixinStandardHelpOptions = true,
        description = "Tell which camera and ISO the noise of images looks like.",
        footer = {
            "",
            "Without --clean the clean image is estimated: by --denoiser, else by thresholded cosine transforms. With --data",
            "the right answers are known, and counted; --blind then estimates the clean images all the same.",
            "",
            "Examples:",
            "  grainflow identify --model naflow.safetensors --images night.png",
            "  grainflow identify --model naflow.safetensors --images noisy --clean clean --json who.json",
            "  grainflow identify --model naflow.safetensors --data pairs --split test --blind --denoiser dncnn.safetensors"
        })
final class IdentifyCommand implements Callable<Integer> {
    private static final int SHOWN = 3;

    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "A naflow noise model: a file, or naflow-polyu, which is included.")
    Path model;

    @Option(names = "--images", paramLabel = "I", description = "A noisy image or a folder of them.")
    @Nullable
    Path images;

    @Option(
            names = "--clean",
            paramLabel = "C",
            description = "The same without noise: a file, or a folder of the same names.")
    @Nullable
    Path clean;

    @Option(names = "--data", paramLabel = "D", description = "Pairs of known cameras instead of images.")
    List<String> data = List.of();

    @Mixin
    SplitOption split;

    @Option(names = "--blind", description = "With --data, put the clean images aside and estimate them.")
    boolean blind;

    @Option(
            names = "--denoiser",
            paramLabel = "FILE",
            converter = ModelConverter.class,
            description = "What estimates clean images.")
    @Nullable
    Path denoiser;

    @Mixin
    RunOptions options;

    IdentifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Identify job = Identify.defaults().model(model).subject(subject()).compute(options.compute());
        return session.run(denoiser == null ? job : job.denoiser(denoiser), options.result(), ResultTexts::of);
    }

    private Identify.Subject subject() {
        if ((images == null) == data.isEmpty()) {
            throw new MisuseException("give either --images or --data");
        }
        if (images == null) {
            if (clean != null) {
                throw new MisuseException("--clean goes with --images; --data has its own clean images");
            }
            return new Identify.Subject.Pairs(new Data(String.join(";", data), split.part), blind);
        }
        if (blind) {
            throw new MisuseException("--blind goes with --data");
        }
        return new Identify.Subject.Images(images, Optional.ofNullable(clean));
    }

    static String describe(Identification result) {
        Table table = new Table("image", "camera", "ISO", "probability", "behind (nats/value)");
        for (Identification.Identified image : result.images()) {
            for (int i = 0; i < Math.min(SHOWN, image.candidates().size()); i++) {
                Identification.Candidate candidate = image.candidates().get(i);
                String name = i == 0 ? image.name() : i == 1 && image.rank() > 0 ? "  truth: " + image.truth() : "";
                table.row(
                        name,
                        candidate.camera(),
                        candidate.iso(),
                        candidate.probability(),
                        candidate.behindNatsPerDim());
            }
        }
        return result.known() == 0
                ? table.toString()
                : table
                        + String.format(
                                Locale.ROOT,
                                "top-1 %.1f %%, top-3 %.1f %% of %d images%n",
                                100 * result.top1(),
                                100 * result.top3(),
                                result.known());
    }
}
