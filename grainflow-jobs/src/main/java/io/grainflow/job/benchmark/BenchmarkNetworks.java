package io.grainflow.job.benchmark;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.ProcessorLimit;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.RecordFields;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.SplittableRandom;

/**
 * Measures how fast networks run on this machine: libtorch layer by layer, other available engines, the compiled plan in every precision, and the
 * limit of the machine. They run in turn in one process, so that ratios are reliable even where absolute times are not.
 *
 * @param subjects networks to measure
 * @param model model to measure instead of the networks
 * @param sizes heights and widths of the images
 * @param rounds number of measurements of each engine after a warm-up
 */
public record BenchmarkNetworks(
        List<Workload.Kind> subjects, Optional<Path> model, List<Integer> sizes, int rounds, ComputeOptions compute)
        implements Job<BenchmarkNetworks.Result>, ComputeSettings<BenchmarkNetworks> {
    /** Rounds of the measurement, about half a second. The best one counts, because other processes can only make it slower. */
    private static final int LIMIT_ROUNDS = 25;

    private static final int MOST_SIZE = 8192;

    /**
     * The measurements.
     *
     * @param threads threads that all engines used
     * @param limits highest speed of the processor, by precision
     */
    public record Result(int threads, List<Limit> limits, List<Row> rows) implements Outcome {}

    /**
     * Speed of a single convolution whose data are all in the cache.
     *
     * @param gigaflops highest measured speed, in 10^9 operations per second
     */
    public record Limit(String precision, double gigaflops) {}

    /**
     * One engine on one network and size.
     *
     * @param seconds time of each round
     * @param gigaflops operations of the network as it is defined, however it is computed, in 10^9 per second
     * @param timesLibtorch median time of libtorch divided by that of this engine
     * @param timesOnnxRuntime the same ratio for ONNX Runtime in float32, if it was measured
     * @param shareOfLimit speed divided by the limit of the same precision
     * @param megabytes growth of the peak resident set during the run, if the system reports it
     * @param decibelsToLibtorch PSNR of its output compared with libtorch's, with the range of libtorch's output as peak; 200 if equal
     */
    public record Row(
            String network,
            int size,
            String engine,
            double medianSeconds,
            List<Double> seconds,
            double megapixelsPerSecond,
            double gigaflops,
            double timesLibtorch,
            OptionalDouble timesOnnxRuntime,
            OptionalDouble shareOfLimit,
            OptionalDouble megabytes,
            double decibelsToLibtorch) {}

    public BenchmarkNetworks {
        subjects = List.copyOf(subjects);
        sizes = List.copyOf(sizes);
        if (rounds < 1 || rounds > 1000 || sizes.isEmpty() || sizes.stream().anyMatch(s -> s < 64 || s > MOST_SIZE)) {
            throw new InputException(
                    "benchmark",
                    "expects sizes of 64 to " + MOST_SIZE + " and 1 to 1000 rounds, got " + sizes + " and " + rounds,
                    "change `sizes` or `rounds`");
        }
    }

    /** All published architectures on images of 512x512 pixels, five times. */
    public static BenchmarkNetworks defaults() {
        return new BenchmarkNetworks(
                List.of(Workload.Kind.values()), Optional.empty(), List.of(512), 5, ComputeOptions.defaults());
    }

    public BenchmarkNetworks subjects(List<Workload.Kind> subjects) {
        return RecordFields.with(this, "subjects", subjects);
    }

    public BenchmarkNetworks model(Path model) {
        return RecordFields.with(this, "model", Optional.of(model));
    }

    public BenchmarkNetworks sizes(List<Integer> sizes) {
        return RecordFields.with(this, "sizes", sizes);
    }

    public BenchmarkNetworks rounds(int rounds) {
        return RecordFields.with(this, "rounds", rounds);
    }

    @Override
    public BenchmarkNetworks compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Result execute(Monitor monitor) {
        if (compute.inference().device() != Device.CPU) {
            throw new InputException("device " + compute.device(), "is not measured", "leave out `device`");
        }
        if (!Plan.available()) {
            throw new InputException(
                    "benchmark",
                    "needs the compiled engine, which this system lacks",
                    "use 64-bit Linux, macOS or Windows");
        }
        List<Workload> all = model.map(file -> List.of(Workload.of(file)))
                .orElseGet(() -> subjects.stream().map(Workload::of).toList());
        List<Limit> limits = limits();
        List<Row> rows = new ArrayList<>();
        monitor.on(new Event.Started("benchmark", (long) all.size() * sizes.size() * rounds, "rounds"));
        int done = 0;
        for (Workload subject : all) {
            for (int size : sizes) {
                rows.addAll(race(subject, size, limits, monitor, done));
                done += rounds;
            }
        }
        monitor.on(new Event.Finished("benchmark"));
        return new Result(compute.threads(), limits, List.copyOf(rows));
    }

    private List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            if (Plan.supports(precision)) {
                try (ProcessorLimit limit = ProcessorLimit.of(precision, compute.threads())) {
                    double most = 0;
                    for (int i = 0; i < LIMIT_ROUNDS; i++) {
                        most = Math.max(most, limit.gigaflops());
                    }
                    limits.add(new Limit(precision.word(), most));
                }
            }
        }
        return List.copyOf(limits);
    }

    private List<Row> race(Workload subject, int asked, List<Limit> limits, Monitor monitor, int before) {
        int size = subject.fitting(asked);
        Map<String, ExternalEngine.Input> inputs = subject.inputs(size);
        List<BenchmarkEntry> contestants =
                new ArrayList<>(List.of(BenchmarkEntry.libtorch(subject.graph(), inputs, compute.threads())));
        try {
            for (ExternalEngine yardstick : ServiceLoader.load(ExternalEngine.class)) {
                contestants.add(BenchmarkEntry.of(yardstick, subject, inputs, compute.threads()));
            }
            for (Precision precision : Precision.values()) {
                if (Plan.supports(precision)) {
                    contestants.add(BenchmarkEntry.plan(subject, precision, inputs, size, compute.threads()));
                }
            }
            // sorted by memory, the smallest first: each engine reuses the heap memory that the one before freed
            for (int i = contestants.size() - 1; i >= 0; i--) {
                contestants.get(i).warmUp();
            }
            for (int round = 0; round < rounds; round++) {
                if (monitor.cancelled()) {
                    throw new CancelledException("benchmark stopped after " + before + " rounds");
                }
                // in a different order every round, so that side effects of one engine (such as freed memory) do not
                // always
                // affect the same other one
                shuffled(contestants, new Seed(round)).forEach(BenchmarkEntry::race);
                monitor.on(new Event.Advanced("benchmark", (long) before + round + 1, Map.of()));
            }
            return rows(subject, size, contestants, limits);
        } finally {
            contestants.forEach(BenchmarkEntry::close);
        }
    }

    private static List<Row> rows(Workload subject, int size, List<BenchmarkEntry> contestants, List<Limit> limits) {
        double libtorch = median(contestants.get(0).seconds());
        OptionalDouble onnx = contestants.stream()
                .filter(contestant -> contestant.name().startsWith("ONNX Runtime"))
                .mapToDouble(contestant -> median(contestant.seconds()))
                .findFirst();
        List<Row> rows = new ArrayList<>();
        for (BenchmarkEntry contestant : contestants) {
            double median = median(contestant.seconds());
            double gigaflops = subject.graph().operationsPerPixel() * size * size / median / 1e9;
            OptionalDouble share = limits.stream()
                    .filter(limit ->
                            limit.precision().equals(contestant.precision().word()))
                    .mapToDouble(limit -> gigaflops / limit.gigaflops())
                    .findFirst();
            rows.add(new Row(
                    subject.name(),
                    size,
                    contestant.name(),
                    median,
                    List.copyOf(contestant.seconds()),
                    size * size / median / 1e6,
                    gigaflops,
                    libtorch / median,
                    onnx.isPresent() ? OptionalDouble.of(onnx.getAsDouble() / median) : onnx,
                    share,
                    contestant.megabytes(),
                    contestant.decibelsTo(contestants.get(0))));
        }
        return rows;
    }

    private static <T> List<T> shuffled(List<T> all, Seed seed) {
        List<T> order = new ArrayList<>(all);
        SplittableRandom random = seed.random();
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
