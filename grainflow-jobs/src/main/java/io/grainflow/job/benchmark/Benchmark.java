package io.grainflow.job.benchmark;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.job.run.ComputeOptions;
import io.grainflow.job.run.ComputeSettings;
import io.grainflow.job.run.Job;
import io.grainflow.job.run.Outcome;
import io.grainflow.job.run.RecordFields;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseSpec;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.noiseflow.NoiseFlowInitialisation;
import io.grainflow.noiseflow.NoiseFlowNoise;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.random.Seed;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures how fast raw noise is sampled on this machine: in one pass over rows, and layer by layer on tensors. Both run in turn in
 * one process, so that ratios are reliable even where absolute times are not.
 *
 * @param model a Noise Flow; if empty, the published architecture
 * @param megapixels raw pixels of a frame, in millions
 * @param rounds number of measurements of each engine after a warm-up
 */
public record Benchmark(Optional<Path> model, double megapixels, int rounds, ComputeOptions compute)
        implements Job<Benchmark.Result>, ComputeSettings<Benchmark> {
    private static final int WARM_UP = 3;
    private static final double ASPECT = 4.0 / 3;

    /**
     * The measurements.
     *
     * @param threads threads that both used
     * @param pixels raw pixels of a frame
     * @param fused speed of the single pass
     * @param layers speed layer by layer on tensors
     * @param ratio median time on tensors divided by that of the single pass
     * @param framesOfMemory largest heap use of the single pass, including clean and noisy frame, divided by the size of a frame
     */
    public record Result(int threads, long pixels, Speed fused, Speed layers, double ratio, double framesOfMemory)
            implements Outcome {}

    /**
     * Speed of one implementation.
     *
     * @param seconds time of each round
     */
    public record Speed(double medianSeconds, double millionPixelsPerSecond, List<Double> seconds) {}

    public Benchmark {
        if (!(megapixels >= 0.01 && megapixels <= 400) || rounds < 1 || rounds > 1000) {
            throw new InputException(
                    "benchmark",
                    "expects 0.01 to 400 megapixels and 1 to 1000 rounds, got " + megapixels + " and " + rounds,
                    "change `megapixels` or `rounds`");
        }
    }

    /** The published architecture on frames of 12 million pixels, five times. */
    public static Benchmark defaults() {
        return new Benchmark(Optional.empty(), 12, 5, ComputeOptions.defaults());
    }

    public Benchmark model(Path model) {
        return RecordFields.with(this, "model", Optional.of(model));
    }

    public Benchmark megapixels(double megapixels) {
        return RecordFields.with(this, "megapixels", megapixels);
    }

    public Benchmark rounds(int rounds) {
        return RecordFields.with(this, "rounds", rounds);
    }

    @Override
    public Benchmark compute(ComputeOptions compute) {
        return RecordFields.with(this, "compute", compute);
    }

    @Override
    public Result execute(Monitor monitor) {
        try (NoiseFlowNoise noise = noise()) {
            return measure(noise, monitor);
        }
    }

    private Result measure(NoiseFlowNoise noise, Monitor monitor) {
        Capture capture = noise.captures().get(0);
        Image clean = clean();
        List<Double> fused = new ArrayList<>();
        List<Double> layers = new ArrayList<>();
        monitor.on(new Event.Started("benchmark", rounds, "rounds"));
        for (int i = 0; i < WARM_UP; i++) {
            noise.sampleNoisy(clean, capture, new Seed(i));
        }
        noise.sampleOnDevice(clean, capture, 1, new Seed(0));
        double memory = memory(noise, clean, capture);
        for (int round = 0; round < rounds; round++) {
            if (monitor.cancelled()) {
                throw new CancelledException("benchmark stopped after " + round + " of " + rounds + " rounds");
            }
            Seed seed = new Seed(round);
            fused.add(seconds(() -> noise.sampleNoisy(clean, capture, seed)));
            layers.add(seconds(() -> noise.sampleOnDevice(clean, capture, 1, seed)));
            monitor.on(new Event.Advanced("benchmark", round + 1, Map.of()));
        }
        monitor.on(new Event.Finished("benchmark"));
        Speed first = speed(fused, clean.size());
        Speed second = speed(layers, clean.size());
        return new Result(
                compute.threads(), clean.size(), first, second, second.medianSeconds / first.medianSeconds, memory);
    }

    private NoiseFlowNoise noise() {
        if (model.isEmpty()) {
            Capture capture = Capture.of("camera", 800);
            NoiseFlowSpec spec = NoiseFlowSpec.defaults(4, List.of(capture));
            double[] b1 = {1e-3, 1e-3, 1e-3, 1e-3};
            double[] b2 = {1e-5, 1e-5, 1e-5, 1e-5};
            TreeMap<Capture, NoiseLevel> levels = new TreeMap<>(Map.of(capture, new NoiseLevel(b1, b2)));
            return new NoiseFlowNoise(
                    spec, List.of(capture), NoiseFlowInitialisation.of(spec, levels, new Seed(0)), compute.inference());
        }
        ModelFile<NoiseSpec> file = Models.readNoise(model.get());
        if (file.spec() instanceof NoiseFlowSpec spec) {
            return new NoiseFlowNoise(spec, file.vocabulary(), file.weights(), compute.inference());
        }
        throw new InputException(model.get().toString(), "is no noise-flow", "give a noise-flow model, or none");
    }

    private Image clean() {
        int width = 2 * (int) Math.max(8, Math.round(Math.sqrt(megapixels * 1e6 * ASPECT) / 2));
        int height = 2 * (int) Math.max(8, Math.round(megapixels * 1e6 / width / 2));
        float[] values = new float[Math.multiplyExact(height, width)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % width) / (float) width;
        }
        return Image.adopt(PixelDomain.SRGB, height, width, values);
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Speed speed(List<Double> seconds, long pixels) {
        List<Double> sorted = seconds.stream().sorted().toList();
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        return new Speed(median, pixels / median / 1e6, List.copyOf(seconds));
    }

    /** Growth of the heap's peak use while a frame is made, plus the size of the clean frame. */
    private static double memory(NoiseFlowNoise noise, Image clean, Capture capture) {
        long before = used(false);
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        Image noisy = noise.sampleNoisy(clean, capture, new Seed(0));
        double frame = 4.0 * noisy.size();
        return 1 + Math.max(0, used(true) - before) / frame;
    }

    private static long used(boolean peak) {
        return pools().stream()
                .mapToLong(pool -> (peak ? pool.getPeakUsage() : pool.getUsage()).getUsed())
                .sum();
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
