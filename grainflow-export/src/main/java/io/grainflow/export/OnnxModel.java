package io.grainflow.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.grainflow.file.AtomicFile;
import io.grainflow.graph.Graph;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.NoiseGraph;
import io.grainflow.model.NoiseSpec;
import io.grainflow.model.Provenance;
import io.grainflow.network.NetworkGraph;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as an ONNX file: weights and computation for other programs. Its metadata holds what {@code grainflow inspect} reports of the
 * model. Equal models give equal bytes.
 */
public final class OnnxModel {
    /**
     * Version of the operator set. Later versions improve none of the operators that are used here, and 17 is supported by all runtimes
     * since 2022: ONNX Runtime from 1.12, and the runtimes that programs such as Fiji's plugins include.
     */
    public static final int OPSET = 17;

    /** Version of the file format, the one that came with the operators (ONNX 1.12). */
    private static final int IR_VERSION = 8;

    private static final String PREFIX = "grainflow.";

    private final Graph graph;
    private final GraphProto proto;
    private final ModelFile<?> file;
    private final List<Capture> captures;

    private OnnxModel(ModelFile<?> file, Graph graph) {
        this.file = file;
        this.graph = graph;
        this.captures = graph.hasTables() ? file.vocabulary() : List.of();
        this.proto = OnnxGraph.of(graph, "grainflow");
    }

    /**
     * The ONNX file of a model of any kind.
     *
     * @throws InputException if the model needs captures for its computation and its vocabulary is empty
     */
    public static OnnxModel of(ModelFile<?> file) {
        return new OnnxModel(file, graph(file));
    }

    /** Description of what the file computes. */
    static Graph graph(ModelFile<?> file) {
        if (file.spec() instanceof DenoiserSpec denoiser) {
            return NetworkGraph.of(denoiser.network(), file.weights());
        }
        return NoiseGraph.of(new ModelFile<>(
                (NoiseSpec) file.spec(), file.vocabulary(), file.units(), file.provenance(), file.weights()));
    }

    /** The inputs, in the file's order. */
    public List<Port> inputs() {
        return proto.getInputList().stream().map(OnnxModel::port).toList();
    }

    /** The output. */
    public List<Port> outputs() {
        return proto.getOutputList().stream().map(OnnxModel::port).toList();
    }

    /** Cameras and ISOs in the order of their indices; empty if the model does not depend on them. */
    public List<Capture> captures() {
        return captures;
    }

    /** Height and width of the input must be multiples of this. */
    public int block() {
        return graph.block();
    }

    /** Whether its result depends on statistics of the whole image, so that it has no {@link #reach}. */
    public boolean isGlobal() {
        return graph.isGlobal();
    }

    /**
     * Receptive radius: how many pixels around a tile of whole blocks its result depends on.
     *
     * @throws IllegalArgumentException if it is global
     */
    public int reach() {
        return graph.reach();
    }

    /** A graph that belongs to no model, as a file without metadata. */
    public static byte[] bytes(Graph graph) {
        return model(OnnxGraph.of(graph, "grainflow")).build().toByteArray();
    }

    private static ModelProto.Builder model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setProducerName("grainflow")
                .setProducerVersion(Provenance.VERSION)
                .setGraph(graph);
    }

    /** The file. */
    public byte[] bytes() {
        ModelProto.Builder model = model(proto).setDocString(file.spec().meaning());
        metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(PREFIX + key).setValue(value)));
        return model.build().toByteArray();
    }

    /** Writes the file atomically. */
    public void write(Path target) {
        byte[] bytes = bytes();
        AtomicFile.write(target, out -> out.write(bytes));
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("version", Provenance.VERSION);
        metadata.put("kind", file.spec().kind());
        metadata.put("meaning", file.spec().meaning());
        metadata.put("spec", ModelJson.write(file.spec()));
        metadata.put(
                "captures", ModelJson.write(captures.stream().map(Known::of).toArray(Known[]::new)));
        metadata.put("domain", file.units().domain().name());
        metadata.put("range", ValueDescriptions.range(file.units().domain()));
        metadata.put("block", Integer.toString(block()));
        metadata.put("reach", isGlobal() ? "whole image" : Integer.toString(reach()));
        metadata.put("provenance", ModelJson.write(file.provenance()));
        inputs().forEach(input -> metadata.put("input." + input.name(), input.meaning()));
        outputs().forEach(output -> metadata.put("output." + output.name(), output.meaning()));
        return metadata;
    }

    private static Port port(ValueInfoProto info) {
        int type = info.getType().getTensorType().getElemType();
        return new Port(
                info.getName(),
                type == TensorProto.DataType.INT64.getNumber() ? "int64" : "float32",
                info.getType().getTensorType().getShape().getDimList().stream()
                        .map(dimension -> dimension.getDimParam().isEmpty()
                                ? Long.toString(dimension.getDimValue())
                                : dimension.getDimParam())
                        .toList(),
                ValueDescriptions.port(info.getName()));
    }

    /** A capture as it is written in model files. */
    private record Known(String camera, int iso) {
        static Known of(Capture capture) {
            return new Known(capture.camera().code(), capture.iso());
        }
    }
}
