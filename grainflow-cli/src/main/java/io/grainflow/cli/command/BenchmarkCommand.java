package io.grainflow.cli.command;

import io.grainflow.cli.option.MisuseException;
import io.grainflow.cli.option.ModelConverter;
import io.grainflow.cli.option.RunOptions;
import io.grainflow.cli.terminal.Session;
import io.grainflow.job.benchmark.Benchmark;
import io.grainflow.job.benchmark.BenchmarkNetworks;
import io.grainflow.job.benchmark.Workload;
import io.grainflow.model.ModelFile;
import io.grainflow.noiseflow.NoiseFlowSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the speed of networks and noise synthesis on this machine. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Measure how fast networks run, and raw noise is made, on this machine.",
        footer = {
            "",
            "Runs a colour DnCNN (17 layers, 64 features), the U-Net of Noise2Noise and sampling of NAFlow through libtorch layer",
            "by layer, through ONNX Runtime, and through the compiled engine in every number format that this processor has, in turn",
            "in one process: ratios are reliable, times vary. The limit is a single convolution with everything in the cache.",
            "raw samples a raw frame with a Noise Flow, in one pass over its rows and layer by layer.",
            "",
            "Examples:",
            "  grainflow benchmark",
            "  grainflow benchmark --what dncnn --size 512,1024 --rounds 9 --json speed.json",
            "  grainflow benchmark --model dncnn.safetensors --threads 1",
            "  grainflow benchmark --what raw --megapixels 24"
        })
final class BenchmarkCommand implements Callable<Integer> {
    private static final String RAW = "raw";

    private final Session session;

    @Option(
            names = "--what",
            paramLabel = "NAME",
            split = ",",
            description = "dncnn, unet, naflow, or raw alone. Default: ${DEFAULT-VALUE}.")
    List<String> what = List.of();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            converter = ModelConverter.class,
            description = "A denoiser, a naflow or a noise-flow model to measure instead.")
    @Nullable
    Path model;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            split = ",",
            description = "Height and width of images; several with commas. Default: ${DEFAULT-VALUE}.")
    List<Integer> sizes = List.of();

    @Option(
            names = "--megapixels",
            paramLabel = "M",
            description = "For raw: pixels of the frame, in millions. Default: ${DEFAULT-VALUE}.")
    double megapixels;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each engine is measured. Default: ${DEFAULT-VALUE}.")
    int rounds;

    @Mixin
    RunOptions options;

    BenchmarkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (what.equals(List.of(RAW)) || noiseFlow()) {
            Benchmark job =
                    Benchmark.defaults().megapixels(megapixels).rounds(rounds).compute(options.compute());
            return session.run(model == null ? job : job.model(model), options.result(), ResultTexts::of);
        }
        BenchmarkNetworks job = BenchmarkNetworks.defaults()
                .subjects(subjects())
                .sizes(sizes)
                .rounds(rounds)
                .compute(options.compute());
        return session.run(model == null ? job : job.model(model), options.result(), ResultTexts::of);
    }

    private boolean noiseFlow() {
        return model != null
                && Files.isRegularFile(model)
                && ModelFile.read(model).spec() instanceof NoiseFlowSpec;
    }

    private List<Workload.Kind> subjects() {
        List<Workload.Kind> subjects = new ArrayList<>();
        for (String word : what) {
            subjects.add(Arrays.stream(Workload.Kind.values())
                    .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(
                            () -> new MisuseException("invalid value for option '--what': expected dncnn, unet, naflow"
                                    + " or raw alone, got '" + word + "'")));
        }
        return subjects;
    }

    static String describe(BenchmarkNetworks.Result result) {
        Table table = new Table(
                "network",
                "size",
                "engine",
                "median s",
                "MP/s",
                "GFLOP/s",
                "x libtorch",
                "x ONNX RT",
                "% of limit",
                "MB",
                "dB");
        for (BenchmarkNetworks.Row row : result.rows()) {
            table.row(
                    row.network(),
                    row.size(),
                    row.engine(),
                    row.medianSeconds(),
                    row.megapixelsPerSecond(),
                    number(OptionalDouble.of(row.gigaflops()), 1, "%.0f"),
                    number(OptionalDouble.of(row.timesLibtorch()), 1, "%.2f"),
                    number(row.timesOnnxRuntime(), 1, "%.2f"),
                    number(row.shareOfLimit(), 100, "%.0f"),
                    number(row.megabytes(), 1, "%.0f"),
                    number(OptionalDouble.of(row.decibelsToLibtorch()), 1, "%.0f"));
        }
        StringBuilder text = new StringBuilder(table.toString());
        for (BenchmarkNetworks.Limit limit : result.limits()) {
            text.append(String.format(
                    Locale.ROOT,
                    "limit %s: %.0f GFLOP/s on %d thread%s%n",
                    limit.precision(),
                    limit.gigaflops(),
                    result.threads(),
                    result.threads() == 1 ? "" : "s"));
        }
        return text
                + "MB: peak of the resident set while it ran, over that before; dB: PSNR of its output against libtorch's\n";
    }

    private static String number(OptionalDouble value, double factor, String format) {
        return value.isPresent() ? String.format(Locale.ROOT, format, factor * value.getAsDouble()) : "-";
    }

    static String describe(Benchmark.Result result) {
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
                        Locale.ROOT,
                        "%.1f times as fast on %d thread%s; memory of the pass %.2f frames of %.1f million pixels%n",
                        result.ratio(),
                        result.threads(),
                        result.threads() == 1 ? "" : "s",
                        result.framesOfMemory(),
                        result.pixels() / 1e6);
    }
}
