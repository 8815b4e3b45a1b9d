package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.inference.Precisions;
import io.grainflow.job.file.CalibrateDenoiser;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what coarser number formats cost a denoiser. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Measure what coarser number formats cost a denoiser, so that denoise can choose the fastest.",
        footer = {
            "",
            "Training does this by itself, on its validation images; imported weights need it once. Writes a copy of the model with the",
            "range of every layer's values and the PSNR lost in each format that this processor has. bf16 is also measured where the",
            "processor lacks it.",
            "",
            "Example:",
            "  grainflow calibrate --model dncnn25.safetensors --data pairs --out dncnn25-fast.safetensors"
        })
final class CalibrateCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            required = true,
            converter = ModelConverter.class,
            description = "The denoiser.")
    Path model;

    @Mixin
    DataOptions data;

    @Mixin
    SplitOption split;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write the copy to.")
    Path out;

    @Mixin
    RunOptions options;

    CalibrateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CalibrateDenoiser job = CalibrateDenoiser.defaults()
                .model(model)
                .pairs(data.data(split))
                .out(out)
                .existing(options.existing())
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(CalibrateDenoiser job, CalibrateDenoiser.Result result) {
        Table table = new Table("number format", "PSNR lost in dB");
        result.lossDecibels().forEach((word, loss) -> table.row(word, String.format(Locale.ROOT, "%.4f", loss)));
        return table
                + String.format(
                        Locale.ROOT,
                        "on %d pairs; denoise takes %s here, the fastest that loses less than %.2f dB; wrote %s%n",
                        result.pairs(),
                        result.fastest(),
                        Precisions.NEGLIGIBLE_DECIBELS,
                        job.out());
    }
}
