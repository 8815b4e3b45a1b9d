package io.grainflow.cli.command;

import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.demo.Demo;
import io.grainflow.job.demo.DemoResult;
import io.grainflow.job.evaluate.NoiseScore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the complete pipeline on virtual cameras. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Run the whole pipeline in a few minutes: learn a camera's noise, synthesise it, train a denoiser.",
        footer = {
            "",
            "A virtual camera photographs generated scenes. From these pairs a flow learns the noise (NAFlow), beside two",
            "simpler models; a denoiser is trained on the flow's noise alone; all are evaluated on real pairs of held-out",
            "scenes. The models, results.json and report.html are written to the folder.",
            "",
            "Examples:",
            "  grainflow demo",
            "  grainflow demo --minutes 20 --out long-demo --seed 1"
        })
final class DemoCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of all output files. Default: ${DEFAULT-VALUE}.")
    Path out;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Time budget of the whole demo. Default: ${DEFAULT-VALUE}.")
    double minutes;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!(minutes >= Demo.LEAST_MINUTES && minutes <= Demo.MOST_MINUTES)) {
            throw new MisuseException("invalid value for option '--minutes': expected " + Demo.LEAST_MINUTES + " to "
                    + Demo.MOST_MINUTES + ", got " + minutes);
        }
        Demo job = Demo.defaults()
                .out(out)
                .minutes(minutes)
                .seed(seed.seed())
                .existing(options.existing())
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(Demo job, DemoResult result) {
        return "\nNoise of the " + result.camera() + " on held-out scenes (lower is nearer to the camera):\n"
                + noise(result)
                + "\nDenoiser trained on NAFlow's noise alone, held-out scenes:\n"
                + new Table("", "PSNR before", "after", "gain dB", "SSIM before", "after")
                        .row(
                                "pictures",
                                result.denoised().before().psnrDecibels(),
                                result.denoised().after().psnrDecibels(),
                                result.denoised().gainDecibels(),
                                result.denoised().before().ssim(),
                                result.denoised().after().ssim())
                + "\nReport: " + job.out().resolve("report.html") + "\n";
    }

    private static Table noise(DemoResult result) {
        Map<String, NoiseScore> models = new LinkedHashMap<>();
        models.put("gaussian", result.gaussian());
        models.put("heteroscedastic", result.heteroscedastic());
        models.put("naflow", result.naflow());
        models.put("second photograph", result.secondShot());
        Table table = new Table("", "nllNatsPerDim", "kld", "kldQuantised", "akld", "corrDistance");
        models.forEach((name, score) -> table.row(
                name,
                score.nllNatsPerDim(),
                score.kld(),
                score.kldQuantised(),
                score.akld(),
                score.noiseCorrelationDistance()));
        return table;
    }
}
