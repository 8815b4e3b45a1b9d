package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.TrainingArguments;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.train.DenoiserTraining;
import io.grainflow.job.train.TrainDenoiser;
import java.nio.file.Path;
import java.util.Locale;
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
            "  grainflow train denoiser unet --clean photographs --noise gaussian:0-50 --target noisy --minutes 60 \\",
            "      --out n2n.safetensors",
            "  grainflow train denoiser unet --data shots:captures --target noisy --minutes 60 --out n2n.safetensors",
            "  grainflow train denoiser unet --clean head.nii.gz --noise mri:0.025 --target noisy --minutes 60 \\",
            "      --out mri.safetensors",
            "  grainflow train denoiser dncnn --data pairs --steps 20000 --out dncnn.safetensors --resume"
        })
final class TrainDenoiserCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NET",
            description = {
                "Which network: dncnn (predicts the noise; best on camera noise), unet (Noise2Noise's, three times faster on large"
                        + " images) or red30 (ten times slower)."
            })
    String net;

    @Mixin
    DataOptions data;

    @Option(
            names = "--clean",
            paramLabel = "C",
            description =
                    "Clean images alone, a folder or a file, instead of --data: the noise is made. Of a NIfTI volume"
                            + " (.nii, .nii.gz) the slices.")
    @Nullable
    Path clean;

    @Option(
            names = "--noise",
            paramLabel = "NOISE",
            description = {
                "Where the noisy input comes from: real takes each pair's own; FILE is a noise model (or naflow-polyu,"
                        + " which is included) that makes it from the clean image; without a model, neither clipped nor rounded,"
                        + " gaussian:SIGMA (of 255), brown:SIGMA:BANDWIDTH (correlated), poisson:PEAK (photons at white),"
                        + " bernoulli:P (lost pixels), impulse:P (replaced pixels), text:SHARE (letters) make it, each also with a range"
                        + " as in gaussian:0-55, from which every picture draws; clipped: before any of them limits it to black and"
                        + " white; mri:P measures only some frequencies of a slice (unet only; P is the probability at the edge of"
                        + " k-space, 0.025 keeps about 10 %%). Default: ${DEFAULT-VALUE}."
            })
    String noise;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Model file to write.")
    Path out;

    @Option(
            names = "--target",
            paramLabel = "clean|noisy",
            description = {
                "What the network learns to give: the clean image, or a second noisy one (Noise2Noise; with real noise for"
                        + " --data shots:DIR). Default: ${DEFAULT-VALUE}."
            })
    String target;

    @Option(
            names = "--loss",
            paramLabel = "l2|l1|l0|hdr",
            description = {
                "What is lowered: l2 learns the mean of the targets, l1 their median (text), l0 about their mode (impulses), hdr the"
                        + " mean of light of any brightness (renders). Default: what suits the noise and the target."
            })
    @Nullable
    String loss;

    @Option(
            names = "--watch",
            description = {
                "The data grow while they are learned from: look for new pairs every two seconds, learn from the newest at a constant"
                        + " rate, and write the model at every validation, for denoise to use meanwhile."
            })
    boolean watch;

    @Option(
            names = "--correct-clipping",
            description = {
                "Noisy targets were limited to black and white, which makes darks too bright and lights too dark: learn what they were"
                        + " before. The noise is measured on shots, or that of --noise clipped:gaussian:25; see grainflow bias."
            })
    boolean correctClipping;

    @Mixin
    TrainingArguments training;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    TrainDenoiserCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TrainDenoiser job = TrainDenoiser.defaults()
                .net(OptionParsers.net(net))
                .data(pairs())
                .noise(ModelConverter.nameOrOther(noise))
                .target(OptionParsers.target(target))
                .watch(watch)
                .correctClipping(correctClipping)
                .out(out)
                .training(training.options(seed, options))
                .compute(options.compute());
        job = loss == null ? job : job.loss(OptionParsers.loss(loss));
        return session.run(job, options.result(), ResultTexts::of);
    }

    private String pairs() {
        if (clean != null && !data.arguments.isEmpty()) {
            throw new MisuseException("--data and --clean exclude each other");
        }
        return clean == null ? data.argument() : "clean:" + clean;
    }

    static String describe(TrainDenoiser job, DenoiserTraining result) {
        String validation = result.validationPairs() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; validation PSNR %.2f dB, noisy input %.2f dB",
                        result.psnrDecibels(),
                        result.psnrDecibelsBefore());
        return result.steps() + " steps on " + result.trainingPairs() + " pairs" + (job.watch() ? " and what came" : "")
                + validation + "\nmodel: " + job.out() + "\n";
    }
}
