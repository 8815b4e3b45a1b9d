package io.grainflow.inference;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.Ranges;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Finds out what a denoiser's values lie between, and what it loses in coarser number formats. */
public final class Calibration {
    /** An error so small that it is that of the measure, such as of noisy targets. */
    private static final double MOST_DECIBELS = 90;

    /** Of what every value is tried on. */
    private static final int TRIED_SIDE = 128;

    private final Network network;
    private final Weights weights;
    private final PixelDomain domain;
    private final Graph graph;

    private Calibration(Network network, Weights weights, PixelDomain domain) {
        this.network = network;
        this.weights = weights;
        this.domain = domain;
        this.graph = NetworkGraph.of(network, weights);
    }

    /**
     * Calibrates a denoiser.
     *
     * @param samples noisy images; their values decide the ranges
     * @param decibels PSNR of a denoiser on images held out
     * @return empty where there is nothing to measure on, or no compiled engine
     */
    public static Optional<Precisions> of(
            Network network,
            Weights weights,
            PixelDomain domain,
            List<Image> samples,
            ToDoubleFunction<Denoiser> decibels) {
        if (samples.isEmpty() || !Plan.available()) {
            return Optional.empty();
        }
        return Optional.of(new Calibration(network, weights, domain).measured(samples, decibels));
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
                                : decibels.applyAsDouble(rounding())));
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
        return CostlyValues.removed(graph, ranges, tried -> {
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
        Inference inference = Inference.on(Device.CPU).withPrecision(precision).withRanges(ranges);
        try (TrainedDenoiser denoiser = LearnedDenoiser.of(network, weights, domain, inference)) {
            return samples.stream().map(denoiser::denoise).toList();
        }
    }

    private double decibels(Precision precision, Ranges ranges, ToDoubleFunction<Denoiser> decibels) {
        Inference inference = Inference.on(Device.CPU).withPrecision(precision).withRanges(ranges);
        try (TrainedDenoiser denoiser = LearnedDenoiser.of(network, weights, domain, inference)) {
            return decibels.applyAsDouble(denoiser);
        }
    }

    // --- ranges ---

    private Ranges ranges(List<Image> samples) {
        List<ValueSample> seen = new ArrayList<>();
        graph.extents().forEach(extent -> seen.add(new ValueSample(extent.channels())));
        samples.forEach(image -> Scope.heap(() -> NoGrad.run(() -> {
            run(image, (node, value) -> {
                if (convolved(node)) {
                    seen.get(node).add(value.toFloats());
                }
                return value;
            });
            return true;
        })));
        return new Ranges(seen.stream().map(ValueSample::range).toList());
    }

    /** Whether a convolution multiplies a value, alone or joined with another. */
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
        Image blocks = blocks(image);
        Tensor input = Tensor.of(blocks.toArray(), 1, blocks.channels(), blocks.height(), blocks.width());
        return TorchGraph.run(graph, Map.of(NetworkGraph.INPUT, input), List.of(), observer)
                .get(0);
    }

    /** Padded to whole blocks by reflection. */
    private Image blocks(Image image) {
        int block = graph.block();
        int height = (image.height() + block - 1) / block * block;
        int width = (image.width() + block - 1) / block * block;
        float[] values = new float[image.channels() * height * width];
        int at = 0;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    values[at++] = image.at(c, Reflection.of(y, image.height()), Reflection.of(x, image.width()));
                }
            }
        }
        return Image.adopt(image.domain(), height, width, values);
    }

    // --- bfloat16 where the processor has none ---

    /** Every value that is kept between layers rounded to bfloat16, and the weights too. */
    private Denoiser rounding() {
        Graph rounded = RoundedGraph.of(graph);
        Set<Integer> kept = Plan.roundedValues(graph);
        return image -> {
            Image blocks = blocks(image);
            float[] result = Scope.heap(() -> NoGrad.run(() -> {
                Tensor input = Tensor.of(blocks.toArray(), 1, blocks.channels(), blocks.height(), blocks.width());
                TorchGraph.Observer observer =
                        (node, value) -> kept.contains(node) ? RoundedGraph.rounded(value) : value;
                return TorchGraph.run(rounded, Map.of(NetworkGraph.INPUT, input), List.of(), observer)
                        .get(0)
                        .toFloats();
            }));
            return Image.adopt(image.domain(), blocks.height(), blocks.width(), result)
                    .crop(0, 0, image.height(), image.width());
        };
    }
}
