package io.grainflow.cli.command;

import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.file.Levels;
import io.grainflow.job.evaluate.EstimateNoise;
import io.grainflow.job.evaluate.NoiseEstimates;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Estimates noise without a reference. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = "Estimate the noise of images without a reference.",
        footer = {
            "",
            "Prints the standard deviation under the assumption of white noise and, per channel, the noise level function",
            "variance = a * intensity + b, intensities in [0,1]. The kind says which to trust: white, signal-dependent,",
            "or correlated (neighbouring pixels share noise, as after JPEG: then every figure is too low).",
            "",
            "Examples:",
            "  grainflow estimate --images night.jpg",
            "  grainflow estimate --images holiday --json noise.json",
            "  grainflow estimate --images flat-fields --levels 64:1023      one camera's exposures: gain and read noise"
        })
final class EstimateCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--images", paramLabel = "I", required = true, description = "An image or a folder of them.")
    Path images;

    @Option(
            names = "--levels",
            paramLabel = "BLACK:WHITE",
            description = "Digital numbers of black and white, such as 64:1023; raw files state their own.")
    @Nullable
    String levels;

    @Mixin
    RunOptions options;

    EstimateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        EstimateNoise job = EstimateNoise.defaults().images(images).compute(options.compute());
        if (levels != null) {
            job = job.levels(Levels.parse(levels));
        }
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(NoiseEstimates result) {
        Table table = new Table("image", "kind", "sigma (of 255)", "channel", "a", "b");
        for (NoiseEstimates.ImageNoise image : result.images()) {
            for (int c = 0; c < image.a().size(); c++) {
                boolean first = c == 0;
                table.row(
                        first ? image.name() : "",
                        first ? image.kind() : "",
                        first ? image.whiteSigma() * 255 : "",
                        c,
                        image.a().get(c),
                        image.b().get(c));
            }
        }
        StringBuilder sensor = new StringBuilder();
        result.together().ifPresent(all -> {
            for (int c = 0; c < all.a().size(); c++) {
                double a = all.a().get(c);
                double b = all.b().get(c);
                table.row(c == 0 ? "all together" : "", "", "", c, a, b);
                result.digitalNumbers().ifPresent(range -> sensor.append(Descriptions.sensor(a, b, range)));
            }
        });
        return table + sensor.toString();
    }
}
