package io.grainflow.inference;

import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import io.grainflow.network.TorchGraph;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A graph on tensors, the whole image at once: for GPUs, and systems without the compiled engine. */
final class TorchImageGraph {
    private final Graph graph;
    private final Inference inference;

    TorchImageGraph(Graph graph, Inference inference) {
        this.graph = graph;
        this.inference = inference;
    }

    void run(int height, int width, int row, RowSource source, RowSink sink) {
        List<Operation.Input> inputs = graph.inputs();
        List<float[]> given = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int halvings = inputs.get(i).halvings();
            int rows = height >> halvings;
            float[] values = new float
                    [Math.multiplyExact(
                            rows * (width >> halvings), inputs.get(i).channels())];
            source.read(i, 0, rows, values);
            given.add(values);
        }
        List<float[]> results =
                TensorThreads.with(inference.threads(), () -> computed(inputs, given, height, width, row));
        List<Extent> extents = graph.extents();
        for (int i = 0; i < results.size(); i++) {
            Extent extent = extents.get(graph.outputs().get(i).value());
            sink.write(i, 0, extent.everywhere() ? 1 : height >> extent.halvings(), results.get(i));
        }
    }

    private List<float[]> computed(List<Operation.Input> inputs, List<float[]> given, int height, int width, int row) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Map<String, Tensor> tensors = new TreeMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                Operation.Input input = inputs.get(i);
                int halvings = input.halvings();
                Tensor rows = Tensor.of(given.get(i), 1, height >> halvings, width >> halvings, input.channels());
                tensors.put(input.name(), rows.permute(0, 3, 1, 2).contiguous().to(inference.device()));
            }
            return TorchGraph.run(graph, tensors, List.of(row), (node, value) -> value).stream()
                    .map(output -> output.permute(0, 2, 3, 1).contiguous().toFloats())
                    .toList();
        }));
    }
}
