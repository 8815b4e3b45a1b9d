package io.grainflow.cli;

import io.grainflow.job.DenoiserTraining;
import io.grainflow.job.TrainDenoiser;
import io.grainflow.train.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a denoiser. */
@Command(
        name = "denoiser",
        mixinStandardHelpOptions = true,
        description = "Train a denoiser on real pairs, or on noise made on the fly.",
        footer = {
            "",
            "The test part of the scenes (a fifth) is never looked at; another tenth validates. Checkpoints lie beside",
            "--out; after a kill or Ctrl-C the same call with --resume goes on, to the same bytes as without the",
            "interruption (with --steps, and the same --threads).",
            "",
            "Examples:",
            "  grainflow train denoiser dncnn --data pairs --noise real --steps 20000 --out dncnn.safetensors",
            "  grainflow train denoiser dncnn --data pairs --noise noise.safetensors --minutes 60 --out dncnn.safetensors",
            "  grainflow train denoiser dncnn --data pairs --noise gaussian:25 --set depth=17 --set features=64 \\",
            "      --out dncnn25.safetensors",
            "  grainflow train denoiser dncnn --data pairs --steps 20000 --out dncnn.safetensors --resume"
        })
final class TrainDenoiserCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NET", description = "Which network: dncnn.")
    String net;

    @Mixin
    DataOptions data;

    @Option(
            names = "--noise",
            paramLabel = "NOISE",
            defaultValue = "real",
            description = {
                "Where the noisy input comes from: real takes each pair's own; FILE is a noise model that makes it from"
                        + " the clean image; gaussian:SIGMA (of 255; gaussian:0-55 draws sigma) and poisson:PEAK make it without a model."
                        + " Default: ${DEFAULT-VALUE}."
            })
    String noise;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where the model goes.")
    Path out;

    @Option(names = "--steps", paramLabel = "N", description = "How many training steps. Default: 20000.")
    @Nullable
    Long steps;

    @Option(names = "--minutes", paramLabel = "M", description = "Train for so long instead of so many steps.")
    @Nullable
    Double minutes;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any field of the network's or the plan's record; a wrong name lists them all.")
    List<String> settings = List.of();

    @Option(
            names = "--target",
            paramLabel = "clean|noisy",
            defaultValue = "clean",
            description = {
                "What the network learns to give: the clean image, or a second noisy one (Noise2Noise; not with real"
                        + " noise). Default: ${DEFAULT-VALUE}."
            })
    String target;

    @Option(
            names = "--cache",
            paramLabel = "MB",
            description = "Memory for decoded images; default: a quarter of the machine's.")
    @Nullable
    Long cacheMegabytes;

    @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
    boolean resume;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    TrainDenoiserCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!net.equals("dncnn")) {
            throw new MisuseException("invalid value for NET: expected dncnn, got '" + net + "'");
        }
        if (steps != null && minutes != null) {
            throw new MisuseException("--steps and --minutes exclude each other");
        }
        if (resume && options.overwrite) {
            throw new MisuseException("--resume and --overwrite exclude each other");
        }
        TrainDenoiser job = new TrainDenoiser(
                data.argument,
                noise,
                Words.target(target),
                out,
                steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
                minutes == null ? OptionalDouble.empty() : OptionalDouble.of(minutes),
                Words.settings(settings),
                cacheMegabytes == null ? OptionalLong.empty() : OptionalLong.of(cacheMegabytes),
                seed.seed(),
                options.overwrite ? Start.REPLACE : resume ? Start.RESUME : Start.NEW,
                options.engine());
        return session.run("train denoiser", job, options, Optional.of(seed.seed()), this::describe);
    }

    private String describe(DenoiserTraining result) {
        String validation = result.validationPairs() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; validation PSNR %.2f dB, noisy input %.2f dB",
                        result.psnrDecibels(),
                        result.psnrDecibelsBefore());
        return result.steps() + " steps on " + result.trainingPairs() + " pairs" + validation + "\nmodel: " + out
                + "\n";
    }
}
