package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.graph.Graph;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.TorchGraph;
import io.grainflow.nmflowgan.NmFlowGanSpec;
import io.grainflow.noiseflow.NoiseFlowSpec;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs of noise models give the samples of the models. */
final class NoiseGraphTest {
    private static final Seed SEED = new Seed(5);

    static Stream<ModelFile<? extends NoiseSpec>> models() {
        return NoiseModels.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void samplesOfTheModel(ModelFile<? extends NoiseSpec> file) {
        Graph graph = NoiseGraph.of(file);
        Image clean = NoiseModels.clean(file, 16, 24);
        for (Capture capture : NoiseModels.CAPTURES) {
            float[] expected =
                    Models.noise(file).sampleNoisy(clean, capture, SEED).toArray();
            int row = file.vocabulary().indexOf(capture);
            float[] got = run(graph, NoiseModels.inputs(file, graph, clean, SEED), clean, row);
            assertThat(apart(expected, clean.toArray(), 0.02))
                    .as("noise that can be seen")
                    .isGreaterThan(expected.length / 2);
            if (file.spec() instanceof NmFlowGanSpec spec) {
                // a grey level of the flow that falls on the other side of a step moves the values around it
                boolean grid = spec.rounding() == NmFlowGanSpec.Rounding.GRID;
                assertThat(apart(expected, got, grid ? 1e-4 : 1e-2)).isLessThan(expected.length / 50);
            } else if (NoiseModels.rounded(file)) {
                // a value next to a step of the 8-bit grid may fall on the other side of it
                assertThat(apart(expected, got, 1e-4)).isLessThan(expected.length / 200);
                assertThat(apart(expected, got, 1.01 / 255)).isZero();
            } else {
                assertThat(apart(expected, got, 1e-4)).isZero();
            }
        }
    }

    @Test
    void capturesDiffer() {
        ModelFile<? extends NoiseSpec> file = NoiseModels.all().findFirst().orElseThrow();
        Graph graph = NoiseGraph.of(file);
        Image clean = NoiseModels.clean(file, 4, 6);
        Map<String, float[]> inputs = NoiseModels.inputs(file, graph, clean, SEED);
        assertThat(graph.hasTables()).isTrue();
        assertThat(run(graph, inputs, clean, 0)).isNotEqualTo(run(graph, inputs, clean, 2));
    }

    @Test
    void modelsOfNoCapturesAreRefused() {
        NoiseFlowSpec spec = NoiseFlowSpec.defaults(4, NoiseModels.CAPTURES);
        ModelFile<NoiseFlowSpec> file = new ModelFile<>(
                spec,
                List.of(),
                Units.of(PixelDomain.RAW_PACKED),
                Provenance.of(Map.of(), 1, "none", Map.of()),
                spec.start(new TreeMap<>(), new Seed(1)));
        assertThatThrownBy(() -> NoiseGraph.of(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("knows no camera and ISO");
    }

    private static float[] run(Graph graph, Map<String, float[]> inputs, Image clean, int capture) {
        return Scope.heap(() -> NoGrad.run(() -> {
            Map<String, Tensor> tensors = new TreeMap<>();
            graph.inputs()
                    .forEach(input -> tensors.put(
                            input.name(),
                            Tensor.of(
                                    Objects.requireNonNull(inputs.get(input.name())),
                                    1,
                                    input.channels(),
                                    clean.height() >> input.halvings(),
                                    clean.width() >> input.halvings())));
            return TorchGraph.run(graph, tensors, List.of(capture), (node, value) -> value)
                    .get(0)
                    .toFloats();
        }));
    }

    /** The number of values that differ by more than the tolerance; the tolerance is relative for values above one. */
    private static long apart(float[] a, float[] b, double tolerance) {
        assertThat(a).hasSameSizeAs(b);
        long count = 0;
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, Math.abs(a[i])))) {
                count++;
            }
        }
        return count;
    }
}
