package io.grainflow.cli.command;

import io.grainflow.cli.option.DataOptions;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SplitOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.evaluate.EvaluateImages;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures synthetic images. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = "Compare synthetic noisy images, made by any program, with the real ones.",
        footer = {
            "",
            "The synthetic images have the names of the real noisy ones; the extension may differ.",
            "",
            "Example:",
            "  grainflow evaluate images --data pairs --synthetic gan-output --json gan.json"
        })
final class EvaluateImagesCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    DataOptions data;

    @Option(names = "--synthetic", paramLabel = "DIR", required = true, description = "The synthetic noisy images.")
    Path synthetic;

    @Mixin
    SplitOption split;

    @Mixin
    RunOptions options;

    EvaluateImagesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EvaluateImages job = EvaluateImages.defaults()
                .pairs(data.data(split))
                .synthetic(synthetic)
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }
}
