package io.grainflow.cli.option;

import io.grainflow.engine.Precision;
import io.grainflow.job.run.ComputeOptions;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the computation of trained denoisers. */
public final class NumericsOptions {
    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16|int8",
            completionCandidates = Candidates.Precisions.class,
            description = {
                "Number format of the values between a denoiser's layers. Default: the fastest that this processor has and that"
                        + " loses less than 0.01 dB, as far as that was measured when the denoiser was trained (grainflow inspect"
                        + " tells; grainflow calibrate measures it); else fp32."
            })
    @Nullable
    String precision;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            description = "Native memory that a denoiser's layers may take. Default: 640.")
    @Nullable
    Long memory;

    public ComputeOptions with(ComputeOptions compute) {
        ComputeOptions chosen = precision == null ? compute : compute.precision(parse(precision));
        return memory == null ? chosen : chosen.memoryMegabytes(memory);
    }

    private static Precision parse(String word) {
        return Arrays.stream(Precision.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new MisuseException("invalid value for option '--precision': expected "
                        + Arrays.stream(Precision.values()).map(Precision::word).collect(Collectors.joining(", "))
                        + ", got '" + word + "'"));
    }
}
