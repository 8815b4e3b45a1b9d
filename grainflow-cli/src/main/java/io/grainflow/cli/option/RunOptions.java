package io.grainflow.cli.option;

import io.grainflow.job.run.ComputeOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that does work can be told. */
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

    public ComputeOptions engine() {
        if (threads < 0) {
            throw new MisuseException("invalid value for option '--threads': expected at least 0, got " + threads);
        }
        if (!device.equals("cpu") && !device.equals("cuda")) {
            throw new MisuseException(
                    "invalid value for option '--device': expected cpu or cuda, got '" + device + "'");
        }
        return threads == 0
                ? new ComputeOptions(device, ComputeOptions.defaults().threads())
                : new ComputeOptions(device, threads);
    }

    public boolean jsonToStandardOutput() {
        return json != null && json.toString().equals("-");
    }
}
