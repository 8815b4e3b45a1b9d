package io.grainflow.cli.option;

import io.grainflow.job.run.Data;
import picocli.CommandLine.Option;

/** Which scenes of pairs a command works on. */
public final class SplitOption {
    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "all",
            converter = PartConverter.class,
            completionCandidates = Candidates.Parts.class,
            description = "Which scenes of --data: train, validation, test or all. Default: ${DEFAULT-VALUE}.")
    public Data.Part part;
}
