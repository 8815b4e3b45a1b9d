package io.grainflow.neca;

import io.grainflow.graph.Graph;
import io.grainflow.image.Image;
import io.grainflow.inference.ChannelInterleaving;
import io.grainflow.inference.ImageGraph;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** NeCA's networks as graphs of whole images, in bounded memory. Each graph is made when it is first needed. */
final class GraphNeca implements NecaEngine {
    private final int channels;
    private final List<Networks> sets = new ArrayList<>();

    /** @param weights may also hold other tensors */
    GraphNeca(NecaSpec spec, Weights weights, Inference inference) {
        this.channels = spec.channels();
        for (int i = 0; i < spec.sets(); i++) {
            int set = i;
            sets.add(new Networks(
                    new Lazy(() -> NecaGraph.gain(spec, set, weights), inference),
                    new Lazy(() -> NecaGraph.level(spec, set, weights), inference),
                    new Lazy(() -> NecaGraph.correlated(spec, set, weights), inference)));
        }
    }

    /** The graphs of a set of networks. */
    private record Networks(Lazy gain, Lazy level, Lazy correlated) {}

    @Override
    public double gain(int set, Image noisy) {
        float[] gain = new float[1];
        float[] values = noisy.toArray();
        sets.get(set)
                .gain()
                .get()
                .run(
                        noisy.height(),
                        noisy.width(),
                        0,
                        (input, from, rows, into) ->
                                ChannelInterleaving.read(values, channels, noisy.width(), from, rows, into),
                        (output, from, rows, result) -> gain[0] = result[0]);
        return gain[0];
    }

    @Override
    public float[] level(int set, Image clean, double gain) {
        int plane = clean.height() * clean.width();
        float[] planes = Arrays.copyOf(clean.toArray(), (channels + 1) * plane);
        Arrays.fill(planes, channels * plane, planes.length, (float) gain);
        return run(sets.get(set).level(), planes, channels + 1, clean.height(), clean.width());
    }

    @Override
    public float[] correlated(int set, float[] independent, int height, int width) {
        return run(sets.get(set).correlated(), independent, channels, height, width);
    }

    private float[] run(Lazy graph, float[] planes, int inputs, int height, int width) {
        float[] result = new float[channels * height * width];
        graph.get()
                .run(
                        height,
                        width,
                        0,
                        (input, from, rows, into) -> ChannelInterleaving.read(planes, inputs, width, from, rows, into),
                        (output, from, rows, values) ->
                                ChannelInterleaving.write(result, channels, width, from, rows, values));
        return result;
    }

    @Override
    public void close() {
        sets.forEach(set -> {
            set.gain().close();
            set.level().close();
            set.correlated().close();
        });
    }

    /** A graph that is compiled at its first use. */
    private static final class Lazy {
        private final Supplier<Graph> graph;
        private final Inference inference;
        private @Nullable ImageGraph compiled;
        private boolean closed;

        Lazy(Supplier<Graph> graph, Inference inference) {
            this.graph = graph;
            this.inference = inference;
        }

        synchronized ImageGraph get() {
            if (closed) {
                throw new IllegalStateException("a noise model is used after it was closed");
            }
            if (compiled == null) {
                compiled = ImageGraph.of(graph.get(), inference);
            }
            return compiled;
        }

        synchronized void close() {
            closed = true;
            if (compiled != null) {
                compiled.close();
            }
        }
    }
}
