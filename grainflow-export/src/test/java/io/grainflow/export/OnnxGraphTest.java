package io.grainflow.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.engine.Graphs;
import io.grainflow.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of graphs in ONNX Runtime, on random weights. */
final class OnnxGraphTest {
    static Stream<Graph> graphs() {
        return Stream.of(Graphs.hourglass(), Graphs.doubledTwice(), Graphs.reflecting(), Graphs.statistics());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void computesTheGraph(Graph graph) {
        int block = graph.block();
        for (int[] size : new int[][] {{8, 10}, {13, 7}}) {
            Map<String, Onnx.Values> inputs = Onnx.inputs(graph, 2, size[0] * block, size[1] * block);
            for (int i = 0; i < graph.outputs().size(); i++) {
                Graph one = new Graph(graph.nodes(), List.of(graph.outputs().get(i)));
                List<Integer> captures = List.of(2, 0);
                Onnx.Values expected = Onnx.reference(one, inputs, captures);
                Onnx.Values got = Onnx.run(OnnxModel.bytes(one), inputs, captures);
                assertThat(Onnx.apart(expected, got, 1e-4))
                        .as(graph.outputs().get(i).name())
                        .isZero();
            }
        }
    }
}
