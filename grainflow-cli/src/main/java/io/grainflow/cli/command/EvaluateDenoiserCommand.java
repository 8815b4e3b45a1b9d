package io.grainflow.cli.command;

import io.grainflow.cli.option.DenoiserConverter;
import io.grainflow.cli.option.NumericsOptions;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.denoise.DenoiserChoice;
import io.grainflow.job.evaluate.EvaluateDenoiser;
import io.grainflow.job.run.Data;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a denoiser. */
@Command(
        name = "denoiser",
        mixinStandardHelpOptions = true,
        description = "Compare restored images with the clean ones.",
        footer = {
            "",
            "Restored images are clamped to [0,1] and rounded to 8 bit before they are compared; PSNR takes all channels",
            "together, SSIM a Gaussian window of 11x11. With --clean, noise is made here: unclipped and not rounded.",
            "With mri noise, images of even size lose their last row or column, and nothing is rounded.",
            "",
            "Examples:",
            "  grainflow evaluate denoiser --model dncnn.safetensors --data pairs --split test",
            "  grainflow evaluate denoiser --model dncnn25.safetensors --clean bsd68 --noise gaussian:25 --json bsd68.json",
            "  grainflow evaluate denoiser --model dncnn25.safetensors --clean set12 --noise numpy:25"
        })
final class EvaluateDenoiserCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = DenoiserConverter.class,
            description = "The denoiser: a file; dncnn-polyu, which is included; bm3d or nlm, which need no training.")
    DenoiserChoice model;

    @ArgGroup(multiplicity = "1")
    Input input;

    @Mixin
    SplitOption split;

    @Mixin
    SeedOption seed;

    @Mixin
    NumericsOptions numerics;

    @Mixin
    RunOptions options;

    EvaluateDenoiserCommand(Session session) {
        this.session = session;
    }

    /** Either pairs, or clean images and noise. */
    static final class Input {
        @ArgGroup(exclusive = false)
        @Nullable
        CleanAndNoise cleanAndNoise;

        @Option(
                names = "--data",
                paramLabel = "D",
                required = true,
                description = "Noisy and clean pairs; several data sets by giving it again; see train noise --help.")
        List<String> data = List.of();
    }

    /** Clean images and the noise to add. */
    static final class CleanAndNoise {
        @Option(
                names = "--clean",
                paramLabel = "C",
                required = true,
                description = "A clean image, a NIfTI volume (its slices), or a folder of them.")
        Path clean;

        @Option(
                names = "--noise",
                paramLabel = "KIND:LEVEL",
                required = true,
                description = {
                    "Noise to add to --clean: gaussian:SIGMA (of 255), poisson:PEAK (photons at white), or numpy:SIGMA: Gaussian noise as"
                            + " Python code of papers draws it, numpy.random.seed(SEED) for every image; also brown:SIGMA:BANDWIDTH,"
                            + " bernoulli:P, impulse:P and text:SHARE, as in train denoiser; mri:P measures only some frequencies of a"
                            + " slice (P is the probability at the edge of k-space, 0.025 keeps about 10 %%)."
                })
        String noise;

        @Option(
                names = "--as-colour",
                description =
                        "Grey images count as colour ones of three equal channels, as Noise2Noise evaluates Set14.")
        boolean asColour;
    }

    @Override
    public Integer call() {
        CleanAndNoise made = input.cleanAndNoise;
        EvaluateDenoiser job =
                EvaluateDenoiser.defaults().model(model).seed(seed.seed()).compute(numerics.with(options.compute()));
        EvaluateDenoiser.Input from = made != null
                ? new EvaluateDenoiser.Clean(made.clean, OptionParsers.noise(made.noise), made.asColour)
                : new EvaluateDenoiser.Pairs(new Data(String.join(";", input.data), split.part));
        return session.run(job.input(from), options.result(), ResultTexts::of);
    }
}
