package io.grainflow.inference;

import io.grainflow.denoise.Denoiser;
import io.grainflow.engine.Plan;
import io.grainflow.graph.Graph;
import io.grainflow.image.Image;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.TorchGraph;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emulation of a denoising network in bfloat16 on processors without this format: weights, and the values that a plan keeps between layers,
 * are rounded to bfloat16, everything else is float32.
 */
final class EmulatedBfloat16 implements Denoiser {
    private final Graph rounded;
    private final Set<Integer> kept;
    private final int threads;

    EmulatedBfloat16(Graph graph, int threads) {
        this.rounded = RoundedGraph.of(graph);
        this.kept = Plan.roundedValues(graph);
        this.threads = threads;
    }

    @Override
    public Image denoise(Image image) {
        Image blocks = Reflection.blocks(image, rounded.block());
        float[] result = TensorThreads.with(
                threads,
                () -> Scope.heap(() -> NoGrad.run(() -> {
                    Tensor input = Tensor.of(blocks.toArray(), 1, blocks.channels(), blocks.height(), blocks.width());
                    TorchGraph.Observer observer =
                            (node, value) -> kept.contains(node) ? RoundedGraph.rounded(value) : value;
                    return TorchGraph.run(rounded, Map.of(NetworkGraph.INPUT, input), List.of(), observer)
                            .get(0)
                            .toFloats();
                })));
        return Image.adopt(image.domain(), blocks.height(), blocks.width(), result)
                .crop(0, 0, image.height(), image.width());
    }
}
