package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.evaluate.BiasReport;
import io.grainflow.job.evaluate.MeasureBias;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures where noise does not have mean zero. */
@Command(
        name = "bias",
        mixinStandardHelpOptions = true,
        description =
                "Measure where the noise of a data set does not have mean zero, how large the bias is, and what to do.",
        footer = {
            "",
            "Learning from noisy targets (train denoiser --target noisy) gives the mean of the noisy values. Where files cut noise off",
            "at black and white, that mean is not the clean value. With clean images the bias is measured by brightness; of two",
            "noisy shots it is computed from the noise that they show where nothing is cut off.",
            "",
            "Examples:",
            "  grainflow bias --data pairs",
            "  grainflow bias --data shots:captures --json bias.json"
        })
final class BiasCommand implements Callable<Integer> {
    private static final double LEVELS = 255;

    private final Session session;

    @Mixin
    DataOptions data;

    @Mixin
    SplitOption split;

    @Mixin
    RunOptions options;

    BiasCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        MeasureBias job = MeasureBias.defaults().pairs(data.data(split)).compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(BiasReport report) {
        Table table = new Table("clean (of 255)", "values", "bias (of 255)", "+-", "of clipping", "clipped %");
        for (BiasReport.Level level : report.levels()) {
            table.row(
                    text(LEVELS * level.clean()),
                    level.values(),
                    text(LEVELS * level.bias()),
                    text(LEVELS * level.standardError()),
                    text(LEVELS * level.biasOfClipping()),
                    text(100 * level.clippedShare()));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%s bias %.2f of 255 in the mean, %.2f of it by clipping; %.1f %% of the values are black or white%n%s%n",
                        report.measured() ? "measured" : "computed",
                        LEVELS * report.meanAbsoluteBias(),
                        LEVELS * report.meanAbsoluteBiasOfClipping(),
                        100 * report.clippedShare(),
                        report.advice());
    }

    /** Two decimals are enough for a scale of 255; zero has no sign. */
    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", Math.abs(value) < 0.005 ? 0 : value);
    }
}
