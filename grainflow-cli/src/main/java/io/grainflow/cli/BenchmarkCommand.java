package io.grainflow.cli;

import io.grainflow.job.Benchmark;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Speed on this machine. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Measure how fast raw noise is made on this machine.",
        footer = {
            "",
            "Samples a raw frame with a Noise Flow in one pass over its rows, and in turn layer by layer on tensors, in one",
            "process: quote the ratio, not the times.",
            "",
            "Examples:",
            "  grainflow benchmark",
            "  grainflow benchmark --model noise-flow.safetensors --megapixels 24 --threads 1 --json speed.json"
        })
final class BenchmarkCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            converter = ModelConverter.class,
            description = "A noise-flow model; default: one of the published architecture.")
    @Nullable
    Path model;

    @Option(
            names = "--megapixels",
            paramLabel = "M",
            defaultValue = "12",
            description = "Raw pixels of the frame, in millions. Default: ${DEFAULT-VALUE}.")
    double megapixels;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each side is measured. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Mixin
    RunOptions options;

    BenchmarkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(
                "benchmark",
                new Benchmark(Optional.ofNullable(model), megapixels, rounds, options.engine()),
                options,
                Optional.empty(),
                BenchmarkCommand::describe);
    }

    private static String describe(Benchmark.Result result) {
        Table table = new Table("noise-flow synthesis", "median s", "million pixels/s");
        table.row(
                "one pass over rows",
                result.fused().medianSeconds(),
                result.fused().millionPixelsPerSecond());
        table.row(
                "layers on tensors",
                result.layers().medianSeconds(),
                result.layers().millionPixelsPerSecond());
        return table
                + String.format(
                        java.util.Locale.ROOT,
                        "%.1f times as fast on %d thread%s; memory of the pass %.2f frames of %.1f million pixels%n",
                        result.ratio(),
                        result.threads(),
                        result.threads() == 1 ? "" : "s",
                        result.framesOfMemory(),
                        result.pixels() / 1e6);
    }
}
