package io.grainflow.inference;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.metric.Psnr;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.TorchGraph;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Measures the ranges of a denoiser's intermediate values, and the PSNR that it loses in bfloat16 and in 8-bit integers. */
public final class Calibration {
    /** Losses below this cannot be distinguished from errors of the measurement, such as noise of the targets. */
    private static final double MOST_DECIBELS = 90;

    /** Number of samples on which ranges are measured. */
    private static final int TRIED_SIDE = 128;

    private final Network network;
    private final Weights weights;
    private final PixelDomain domain;
    private final int threads;
    private final Graph graph;

    private Calibration(Network network, Weights weights, PixelDomain domain, int threads) {
        this.network = network;
        this.weights = weights;
        this.domain = domain;
        this.threads = threads;
        this.graph = NetworkGraph.of(network, weights);
    }

    /**
     * Calibrates a denoiser.
     *
     * @param threads that compute
     * @param samples noisy images; their values decide the ranges
     * @param decibels measures the PSNR of a denoiser on held-out images
     * @return empty if there are no images to measure on, or no compiled engine
     */
    public static Optional<Precisions> of(
            Network network,
            Weights weights,
            PixelDomain domain,
            int threads,
            List<Image> samples,
            ToDoubleFunction<Denoiser> decibels) {
        if (samples.isEmpty() || !Plan.available()) {
            return Optional.empty();
        }
        return Optional.of(new Calibration(network, weights, domain, threads).measured(samples, decibels));
    }

    private Precisions measured(List<Image> samples, ToDoubleFunction<Denoiser> decibels) {
        Ranges ranges = ranges(samples);
        double full = decibels(Precision.FP32, ranges, decibels);
        Map<Precision, Double> losses = new EnumMap<>(Precision.class);
        if (!(full < MOST_DECIBELS)) {
            // nothing is left to lose where the images say nothing
            return Precisions.of(losses, ranges);
        }
        losses.put(
                Precision.BF16,
                full
                        - (Plan.supports(Precision.BF16)
                                ? decibels(Precision.BF16, ranges, decibels)
                                : decibels.applyAsDouble(new EmulatedBfloat16(graph, threads))));
        if (Plan.supports(Precision.INT8)) {
            double loss = full - decibels(Precision.INT8, ranges, decibels);
            if (loss > Precisions.NEGLIGIBLE_DECIBELS) {
                ranges = withoutCostly(ranges, samples);
                loss = full - decibels(Precision.INT8, ranges, decibels);
            }
            losses.put(Precision.INT8, loss);
        }
        return Precisions.of(losses, ranges);
    }

    private Ranges withoutCostly(Ranges ranges, List<Image> whole) {
        List<Image> samples = whole.stream().map(Calibration::centre).toList();
        List<Image> exact = restored(Precision.FP32, ranges, samples);
        return SensitiveActivations.removed(graph, ranges, tried -> {
            List<Image> rounded = restored(Precision.INT8, tried, samples);
            double sum = 0;
            for (int i = 0; i < exact.size(); i++) {
                sum += Psnr.meanSquaredError(exact.get(i), rounded.get(i));
            }
            return sum;
        });
    }

    private static Image centre(Image image) {
        int height = Math.min(TRIED_SIDE, image.height());
        int width = Math.min(TRIED_SIDE, image.width());
        return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }

    private List<Image> restored(Precision precision, Ranges ranges, List<Image> samples) {
        Inference inference = inference(precision, ranges);
        try (TrainedDenoiser denoiser = LearnedDenoiser.of(network, weights, domain, inference)) {
            return samples.stream().map(denoiser::denoise).toList();
        }
    }

    private Inference inference(Precision precision, Ranges ranges) {
        return Inference.on(Device.CPU)
                .withThreads(threads)
                .withPrecision(precision)
                .withRanges(ranges);
    }

    private double decibels(Precision precision, Ranges ranges, ToDoubleFunction<Denoiser> decibels) {
        Inference inference = inference(precision, ranges);
        try (TrainedDenoiser denoiser = LearnedDenoiser.of(network, weights, domain, inference)) {
            return decibels.applyAsDouble(denoiser);
        }
    }

    // --- ranges ---

    private Ranges ranges(List<Image> samples) {
        List<ValueSample> seen = new ArrayList<>();
        graph.extents().forEach(extent -> seen.add(new ValueSample(extent.channels())));
        samples.forEach(image -> TensorThreads.with(
                threads,
                () -> Scope.heap(() -> NoGrad.run(() -> {
                    run(image, (node, value) -> {
                        if (convolved(node)) {
                            seen.get(node).add(value.toFloats());
                        }
                        return value;
                    });
                    return true;
                }))));
        return new Ranges(seen.stream().map(ValueSample::range).toList());
    }

    /** Whether a convolution reads a value, alone or concatenated with another one. */
    private boolean convolved(int node) {
        return graph.readers().get(node).stream().anyMatch(reader -> {
            Operation operation = graph.nodes().get(reader).operation();
            return operation instanceof Operation.Convolution
                    || operation instanceof Operation.Concat
                    || operation instanceof Operation.Upsample
                    || operation instanceof Operation.MaxPool;
        });
    }

    private Tensor run(Image image, TorchGraph.Observer observer) {
        Image blocks = Reflection.blocks(image, graph.block());
        Tensor input = Tensor.of(blocks.toArray(), 1, blocks.channels(), blocks.height(), blocks.width());
        return TorchGraph.run(graph, Map.of(NetworkGraph.INPUT, input), List.of(), observer)
                .get(0);
    }
}
