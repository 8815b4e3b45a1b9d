package io.grainflow.cli;

import io.grainflow.job.Data;
import picocli.CommandLine.Option;

/** Which scenes of pairs a command works on. */
final class SplitOption {
    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "all",
            converter = PartConverter.class,
            completionCandidates = Candidates.Parts.class,
            description = "Which scenes of --data: train, validation, test or all. Default: ${DEFAULT-VALUE}.")
    Data.Part part;
}
