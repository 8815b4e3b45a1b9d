package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.FolderOutput;
import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.compare.CompareNoise;
import io.grainflow.job.compare.Comparison;
import io.grainflow.job.evaluate.DenoiserEvaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares noise models. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare noise models on the same held-out pairs, in one table and one page.",
        footer = {
            "",
            "Writes compare.html (figures, pictures, histograms, correlation maps) and compare.json to --out. With --denoisers, a",
            "DnCNN is trained on the noise of each model, and one on the real pairs, all with as many steps; the page says how far",
            "behind the real pairs each model is. What is finished is kept in --out, and a killed run goes on with --resume.",
            "",
            "Examples:",
            "  grainflow compare --data pairs --models gaussian.safetensors,naflow.safetensors,nm-flowgan.safetensors --out compared",
            "  grainflow compare --data pairs --models naflow.safetensors,c2n.safetensors --denoisers --denoiser-minutes 45 --out compared",
            "  grainflow compare --data pairs --models neca.safetensors,naflow-polyu --sampling metadata --out compared"
        })
final class CompareCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--models",
            paramLabel = "FILE,...",
            required = true,
            split = ",",
            converter = ModelConverter.class,
            description = "Noise models of any kind: files, or included models by name.")
    List<Path> models = List.of();

    @Mixin
    DataOptions data;

    @Mixin
    SplitOption split;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            description =
                    "As in evaluate noise: auto imitates each pair's own noise where the model can, metadata samples by camera"
                            + " and ISO. Default: ${DEFAULT-VALUE}.")
    String sampling;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples per image that akld is the mean of; its paper takes 50. Default: ${DEFAULT-VALUE}.")
    int samples;

    @Option(
            names = "--denoisers",
            description = "Also train a denoiser on the noise of each model and one on the real pairs.")
    boolean denoisers;

    @Option(
            names = "--denoiser-steps",
            paramLabel = "N",
            description = "With --denoisers: steps of each. Default: 20000.")
    @Nullable
    Long denoiserSteps;

    @Option(
            names = "--denoiser-minutes",
            paramLabel = "M",
            description = "With --denoisers: as many steps as the denoiser of the real pairs makes in so long.")
    @Nullable
    Double denoiserMinutes;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "With --denoisers: any field of the record of the network or of the plan; a wrong name lists them all.")
    List<String> settings = List.of();

    @Option(
            names = "--other",
            paramLabel = "D",
            description = "With --denoisers: other pairs that they are evaluated on, too.")
    @Nullable
    String other;

    @Mixin
    FolderOutput output;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    CompareCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        check();
        CompareNoise job = CompareNoise.defaults()
                .models(models.stream().map(Path::toString).toList())
                .pairs(data.data(split))
                .sampling(sampling)
                .samples(samples)
                .denoisers(denoisers)
                .out(output.folder)
                .seed(seed.seed())
                .existing(output.existing(options))
                .compute(options.compute());
        job = denoiserSteps == null ? job : job.denoiserSteps(denoiserSteps);
        job = denoiserMinutes == null ? job : job.denoiserMinutes(denoiserMinutes);
        job = settings.isEmpty() ? job : job.denoiserSettings(OptionParsers.settings(settings));
        return session.run(other == null ? job : job.other(other), options.result(), ResultTexts::of);
    }

    /** Refuses options that do not go together. */
    private void check() {
        boolean ofDenoisers = denoiserSteps != null || denoiserMinutes != null || !settings.isEmpty();
        if (!denoisers && (ofDenoisers || other != null)) {
            throw new MisuseException("--denoiser-steps, --denoiser-minutes, --set and --other go with --denoisers");
        }
        if (denoiserSteps != null && denoiserMinutes != null) {
            throw new MisuseException("--denoiser-steps and --denoiser-minutes exclude each other");
        }
    }

    static String describe(CompareNoise job, Comparison result) {
        Table table = new Table(
                "model",
                "samples",
                "left out",
                "nllNatsPerDim",
                "kld",
                "kldQuantised",
                "akld",
                "corrDistance",
                "s/megapixel");
        for (Comparison.ModelResult model : result.models()) {
            table.row(
                    model.name(),
                    model.sampling(),
                    model.evaluation().leftOut(),
                    model.common().nllNatsPerDim(),
                    model.common().kld(),
                    model.common().kldQuantised(),
                    model.common().akld(),
                    model.common().noiseCorrelationDistance(),
                    model.samplingSecondsPerMegapixel());
        }
        return table + "means over " + result.commonCaptures().size() + " cameras and ISOs that all models know, "
                + result.commonPairs() + " of " + result.pairs() + " pairs\n"
                + denoisers(result)
                + "page: " + job.out().resolve(CompareNoise.PAGE) + "\n";
    }

    private static String denoisers(Comparison result) {
        Table table = new Table("denoiser trained on", "pairs", "PSNR dB", "SSIM", "behind real dB");
        List<Comparison.TrainedOn> all = Stream.concat(
                        result.real().stream(), result.models().stream().flatMap(model -> model.denoiser().stream()))
                .toList();
        if (all.isEmpty()) {
            return "";
        }
        DenoiserEvaluation.Quality before = all.get(0).evaluation().average().before();
        table.row("noisy pictures", "", before.psnrDecibels(), before.ssim(), "");
        for (Comparison.ModelResult model : result.models()) {
            model.denoiser()
                    .ifPresent(of -> table.row(
                            model.name(), of.trainingPairs(), of.psnrDecibels(), of.ssim(), of.behindRealDecibels()));
        }
        result.real().ifPresent(of -> table.row("real pairs", of.trainingPairs(), of.psnrDecibels(), of.ssim(), ""));
        return table.toString();
    }
}
