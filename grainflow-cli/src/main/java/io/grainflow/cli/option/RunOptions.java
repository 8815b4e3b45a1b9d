package io.grainflow.cli.option;

import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.OverwritePolicy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all commands that run jobs. */
public final class RunOptions {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Write the result as one JSON object; - is standard output, where nothing else is then printed.")
    @Nullable
    public Path json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to compute with; 0, the default, is one per processor.")
    int threads;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            completionCandidates = Candidates.Devices.class,
            defaultValue = "cpu",
            description = "What networks compute on. Default: ${DEFAULT-VALUE}.")
    String device = "cpu";

    @Option(names = "--overwrite", description = "Replace files that are already there.")
    public boolean overwrite;

    @Option(names = "--debug", description = "Print the stack trace of an error.")
    boolean debug;

    public ComputeOptions compute() {
        if (threads < 0) {
            throw new MisuseException("invalid value for option '--threads': expected at least 0, got " + threads);
        }
        if (!device.equals("cpu") && !device.equals("cuda")) {
            throw new MisuseException(
                    "invalid value for option '--device': expected cpu or cuda, got '" + device + "'");
        }
        ComputeOptions compute = ComputeOptions.defaults().device(device);
        return threads == 0 ? compute : compute.threads(threads);
    }

    /** How an existing file is handled, for commands with a single output. */
    public OverwritePolicy existing() {
        return overwrite ? OverwritePolicy.REPLACE : OverwritePolicy.REFUSE;
    }

    /** The file for the result as JSON. */
    public ResultFile result() {
        return new ResultFile(Optional.ofNullable(json), overwrite);
    }
}
