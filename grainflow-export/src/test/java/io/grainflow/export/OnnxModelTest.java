package io.grainflow.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grainflow.graph.Graph;
import io.grainflow.image.Image;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Models;
import io.grainflow.model.NoiseModels;
import io.grainflow.model.NoiseSpec;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX files give in ONNX Runtime what their graphs give on tensors. */
final class OnnxModelTest {
    static Stream<ModelFile<?>> models() {
        return Stream.concat(Denoisers.all(), NoiseModels.all());
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheGraph(ModelFile<?> file) {
        check(file, 1, 1, 2);
        check(file, 2, 3, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dncnn-polyu", "naflow-polyu"})
    void modelsThatComeAlong(String name) {
        check(ModelFile.read(Path.of("..", "models", name + ".safetensors")), 2, 2, 3);
    }

    @Test
    void samplesOfTheModelThatComesAlong() {
        ModelFile<NoiseSpec> file = Models.readNoise(Path.of("..", "models", "naflow-polyu.safetensors"));
        Image clean = NoiseModels.clean(file, 40, 64);
        Graph graph = OnnxModel.graph(file);
        Map<String, Onnx.Values> inputs = new TreeMap<>();
        Map<String, float[]> numbers = NoiseModels.inputs(file, graph, clean, new Seed(9));
        graph.inputs()
                .forEach(input -> inputs.put(
                        input.name(),
                        new Onnx.Values(
                                numbers.getOrDefault(input.name(), new float[0]),
                                1,
                                input.channels(),
                                clean.height() >> input.halvings(),
                                clean.width() >> input.halvings())));
        Image expected = Models.noise(file).sampleNoisy(clean, file.vocabulary().get(5), new Seed(9));
        Onnx.Values got = Onnx.run(OnnxModel.of(file).bytes(), inputs, List.of(5));
        Onnx.Values wanted = new Onnx.Values(expected.toArray(), 1, 3, clean.height(), clean.width());
        assertThat(Onnx.apart(wanted, got, 1e-4)).isZero();
        assertThat(Onnx.apart(wanted, new Onnx.Values(clean.toArray(), wanted.shape()), 0.01))
                .isGreaterThan(1000);
    }

    /** Height and width in units of 8 pixels, or of the model's block if that is larger. */
    private static void check(ModelFile<?> file, int batch, int rows, int columns) {
        Graph graph = OnnxModel.graph(file);
        int unit = graph.block() == 1 ? 9 : Math.max(8, graph.block());
        Map<String, Onnx.Values> inputs = Onnx.inputs(graph, batch, rows * unit, columns * unit);
        List<Integer> captures = IntStream.range(0, batch)
                .mapToObj(i -> Math.max(0, file.vocabulary().size() - 1 - i))
                .toList();
        Onnx.Values expected = Onnx.reference(graph, inputs, captures);
        Onnx.Values got = Onnx.run(OnnxModel.of(file).bytes(), inputs, captures);
        if (NoiseModels.rounded(file)) {
            // a value next to a step of the 8-bit grid may fall on the other side of it
            assertThat(Onnx.apart(expected, got, 1e-4)).isLessThan(1 + expected.values().length / 200);
            assertThat(Onnx.apart(expected, got, 1.01 / 255)).isZero();
        } else if (file.spec().toString().startsWith("NmFlowGan")) {
            // a grey level of the flow that falls on the other side of a step moves the values around it
            assertThat(Onnx.apart(expected, got, 1e-2)).isLessThan(1 + expected.values().length / 50);
        } else {
            assertThat(Onnx.apart(expected, got, 1e-4)).isZero();
        }
    }

    @Test
    void saysWhatItIs() throws InvalidProtocolBufferException {
        ModelFile<?> file = NoiseModels.all()
                .filter(model -> model.spec().toString().startsWith("NaFlow"))
                .findFirst()
                .orElseThrow();
        OnnxModel onnx = OnnxModel.of(file);
        ModelProto proto = ModelProto.parseFrom(onnx.bytes());
        Map<String, String> metadata = proto.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        assertThat(metadata)
                .containsEntry("grainflow.kind", "noise model")
                .containsEntry("grainflow.block", "4")
                .containsEntry("grainflow.domain", "SRGB")
                .containsEntry(
                        "grainflow.captures",
                        "[{\"camera\":\"b\",\"iso\":5},{\"camera\":\"a\",\"iso\":2},{\"camera\":\"b\",\"iso\":2}]");
        assertThat(metadata.get("grainflow.spec")).contains("\"type\":\"naflow\"");
        assertThat(proto.getIrVersion()).isEqualTo(8);
        assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(OnnxModel.OPSET);
        assertThat(onnx.inputs().stream().map(Port::name))
                .containsExactly("clean", "condition_noise", "latent", "capture");
        assertThat(onnx.inputs().get(2).shape()).containsExactly("batch", "48", "height/4", "width/4");
        assertThat(onnx.inputs().get(3).type()).isEqualTo("int64");
        assertThat(onnx.outputs().get(0).shape()).containsExactly("batch", "3", "height", "width");
        assertThat(onnx.reach() % onnx.block()).isZero();
    }

    @Test
    void captureIsAskedForOnlyWhereItMatters() {
        OnnxModel shared =
                OnnxModel.of(NoiseModels.all().reduce((first, last) -> last).orElseThrow());
        assertThat(shared.inputs().stream().map(Port::name)).containsExactly("clean", "condition_noise", "latent");
        assertThat(shared.captures()).isEmpty();
    }

    @Test
    void equalModelsGiveEqualBytes() {
        ModelFile<?> file = Denoisers.all().findFirst().orElseThrow();
        assertThat(OnnxModel.of(file).bytes()).isEqualTo(OnnxModel.of(file).bytes());
    }
}
