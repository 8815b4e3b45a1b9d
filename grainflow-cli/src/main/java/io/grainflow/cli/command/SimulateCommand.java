package io.grainflow.cli.command;

import io.grainflow.cli.option.FolderOutput;
import io.grainflow.cli.option.OptionParsers;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.option.SeedOption;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.synthesise.Simulate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes pairs with virtual cameras. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Photograph generated scenes with virtual cameras.",
        footer = {
            "",
            "Writes noisy and clean images and the manifest.csv that --data reads: 8-bit PNG for srgb;",
            "for raw grey float TIFF, the sensor's mosaic (linear, black level removed, white = 1).",
            "",
            "Examples:",
            "  grainflow simulate --out pairs",
            "  grainflow simulate --out pairs --camera vc-phone,vc-compact --iso 800,3200 --scenes 20 --size 512 --seed 7"
        })
final class SimulateCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--camera", paramLabel = "NAME", split = ",", description = "Which virtual cameras; default: all.")
    List<String> cameras = List.of();

    @Option(
            names = "--iso",
            paramLabel = "N",
            split = ",",
            description = "At which sensitivities; default: all of each camera.")
    List<Integer> isos = List.of();

    @Option(
            names = "--scenes",
            paramLabel = "N",
            description = "How many scenes; each is photographed once per camera and ISO. Default: ${DEFAULT-VALUE}.")
    int scenes;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Height and width. Default: ${DEFAULT-VALUE}.")
    int size;

    @Option(
            names = "--domain",
            paramLabel = "srgb|raw",
            description = "Finished photographs or linear sensor values. Default: ${DEFAULT-VALUE}.")
    String domain;

    @Mixin
    FolderOutput output;

    @Mixin
    SeedOption seed;

    @Mixin
    RunOptions options;

    SimulateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Simulate job = Simulate.defaults()
                .out(output.folder)
                .cameras(cameras)
                .isos(isos)
                .scenes(scenes)
                .size(size)
                .domain(OptionParsers.domain(domain))
                .seed(seed.seed())
                .existing(output.existing(options))
                .compute(options.compute());
        return session.run(job, options.result(), ResultTexts::of);
    }

    static String describe(Simulate job, Simulate.Result result) {
        return result.pairs() + " pairs of " + result.scenes() + " scenes in " + job.out() + "\n";
    }
}
