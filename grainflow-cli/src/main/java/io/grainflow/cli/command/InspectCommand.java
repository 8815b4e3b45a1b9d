package io.grainflow.cli.command;

import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.file.Inspect;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Describes a model file, an image file or a data set. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Tell what a model, a data set or an image is.",
        footer = {
            "",
            "Examples:",
            "  grainflow inspect noise.safetensors      specification, cameras and ISOs, provenance, parameters",
            "  grainflow inspect pairs                  cameras, ISOs, scenes, pairs, and how the scenes are split",
            "  grainflow inspect night.jpg              size, samples, camera and ISO",
            "  grainflow inspect --json - sidd:SIDD_Small_sRGB_Only"
        })
final class InspectCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A model file, an image, or what --data takes.")
    String what;

    @Mixin
    RunOptions options;

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Inspect job = Inspect.defaults().what(ModelConverter.nameOrOther(what));
        return session.run(job, options.result(), ResultTexts::of);
    }
}
