package io.grainflow.model;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.Ranges;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
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

    private final DenoiserSpec spec;
    private final Weights weights;
    private final PixelDomain domain;
    private final Graph graph;

    private Calibration(DenoiserSpec spec, Weights weights, PixelDomain domain) {
        this.spec = spec;
        this.weights = weights;
        this.domain = domain;
        this.graph = NetworkGraph.of(spec.network(), weights);
    }

    /**
     * Calibrates a denoiser.
     *
     * @param samples noisy images; their values decide the ranges
     * @param decibels PSNR of a denoiser on images held out
     * @return empty where the network is only part of the restoration, as for magnetic resonance
     */
    public static Optional<Precisions> of(
            DenoiserSpec spec,
            Weights weights,
            PixelDomain domain,
            List<Image> samples,
            ToDoubleFunction<Denoiser> decibels) {
        if (spec instanceof MriSpec || samples.isEmpty() || !Plan.available()) {
            return Optional.empty();
        }
        return Optional.of(new Calibration(spec, weights, domain).measured(samples, decibels));
    }

    private Precisions measured(List<Image> samples, ToDoubleFunction<Denoiser> decibels) {
        Ranges ranges = ranges(samples);
        double full = decibels(Precision.FP32, ranges, decibels);
        Map<Precision, Double> losses = new EnumMap<>(Precision.class);
        if (!(full < MOST_DECIBELS)) {
            // nothing is left to lose where the images say nothing
            return Precisions.of(losses, ranges);
        }
        for (Precision precision : List.of(Precision.BF16, Precision.INT8)) {
            if (Plan.supports(precision)) {
                losses.put(precision, full - decibels(precision, ranges, decibels));
            } else if (precision == Precision.BF16) {
                losses.put(precision, full - decibels.applyAsDouble(rounding()));
            }
        }
        return Precisions.of(losses, ranges);
    }

    private double decibels(Precision precision, Ranges ranges, ToDoubleFunction<Denoiser> decibels) {
        Inference inference = Inference.on(Device.CPU).withPrecision(precision).withRanges(ranges);
        try (TrainedDenoiser denoiser = spec.build(weights, domain, inference)) {
            return decibels.applyAsDouble(denoiser);
        }
    }

    // --- ranges ---

    private Ranges ranges(List<Image> samples) {
        List<ValueSample> seen = new ArrayList<>();
        graph.nodes().forEach(node -> seen.add(new ValueSample()));
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
        Set<Integer> kept = Plan.keptValues(graph);
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
