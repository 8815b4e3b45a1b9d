package io.grainflow.cli;

import io.grainflow.job.Demo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job on an embedded default. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "The whole of it on pictures of virtual cameras: learn the noise, synthesise, train, evaluate, report.",
        footer = {
            "",
            "Leaves in the folder: pairs/, two noise models, a denoiser, and report.html, which is one file and opens",
            "in any browser.",
            "",
            "Examples:",
            "  grainflow demo",
            "  grainflow demo --out try --minutes 10 --seed 3"
        })
final class DemoCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "grainflow-demo",
            description = "The folder to write to; made if missing. Default: ${DEFAULT-VALUE}.")
    Path folder;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "5",
            description = "Time for all of it; the training takes what is left. Default: ${DEFAULT-VALUE}.")
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
        return session.run(
                "demo",
                new Demo(folder, minutes, seed.seed(), options.overwrite, options.engine()),
                options,
                Optional.of(seed.seed()),
                DemoCommand::text);
    }

    private static String text(Demo.Result result) {
        Table noise = new Table("synthetic noise", "KLD", "AKLD")
                .row("Gaussian", result.kldGaussian(), result.akldGaussian())
                .row("heteroscedastic", result.kldHeteroscedastic(), result.akldHeteroscedastic());
        Table pictures = new Table("pictures", "PSNR dB")
                .row("noisy", result.psnrDecibelsBefore())
                .row("denoised", result.psnrDecibels());
        return noise + "\n" + pictures
                + String.format(
                        Locale.ROOT,
                        "%nOn held-out scenes, after %.1f minutes: %+.2f dB. The report: %s%n",
                        result.minutes(),
                        result.gainDecibels(),
                        result.report());
    }
}
