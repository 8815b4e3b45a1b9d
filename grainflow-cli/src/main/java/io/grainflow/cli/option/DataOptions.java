package io.grainflow.cli.option;

import io.grainflow.job.run.Data;
import java.util.List;
import picocli.CommandLine.Option;

/** Which pairs a command works on. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "D",
            description = {
                "Noisy and clean pairs: a folder with a manifest.csv (columns noisy,clean,camera,iso,scene), a folder"
                        + " with noisy/ and clean/ (same file names), sidd:DIR (SIDD Small or Medium as distributed) or"
                        + " sidd-val:DIR (its validation blocks). packed: before any of them packs raw sensor mosaics into four"
                        + " planes, by colour where the files tell it (packed-sites: by site; packed-published: as the"
                        + " released Noise Flow).",
                "Raw is DNG, SIDD's .MAT, other cameras' formats where LibRaw's tools are installed, and mosaics as PNG or TIFF;"
                        + " DIR?levels=BLACK:WHITE tells the latter's black and white in digital numbers.",
                "Without clean images: shots:DIR (two or more noisy shots of each scene, bursts, stacks, renders), averages:DIR (each shot"
                        + " with the mean of the others), renders:DIR (with references), noisy:DIR; clean images alone: clean:DIR."
                        + " docs/noise2noise.md tells how they are found.",
                "A manifest's rows are chosen by DIR?unflagged&only=PREFIX&camera=NAME (or camera!=NAME). Several data sets are"
                        + " joined by giving --data again."
            })
    public List<String> arguments = List.of();

    /** All data sets as one argument. */
    public String argument() {
        if (arguments.isEmpty()) {
            throw new MisuseException("Missing required option: '--data=D'");
        }
        return String.join(";", arguments);
    }

    /** Some scenes of all data sets. */
    public Data data(SplitOption split) {
        return new Data(argument(), split.part);
    }
}
