package io.grainflow.export;

import static io.grainflow.export.OnnxNodes.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link Graph} in ONNX operators. Batch, height and width stay open; inputs and outputs keep their names. Where there are tables, an
 * int64 input {@link #CAPTURE} [batch] chooses their row for each sample.
 */
final class OnnxGraph {
    /** Name of the input that selects rows of tables. */
    static final String CAPTURE = "capture";

    private static final String BATCH = "batch";

    private final Graph graph;
    private final List<Extent> extents;
    private final GraphProto.Builder proto = GraphProto.newBuilder();
    private final OnnxNodes nodes = new OnnxNodes(proto);
    private final String[] names;

    private OnnxGraph(Graph graph) {
        this.graph = graph;
        this.extents = graph.extents();
        this.names = new String[graph.nodes().size()];
    }

    /** @param name of the graph */
    static GraphProto of(Graph graph, String name) {
        return new OnnxGraph(graph).written(name);
    }

    private GraphProto written(String name) {
        proto.setName(name);
        Set<Integer> renamed = nameValues();
        for (int i = 0; i < names.length; i++) {
            Graph.Node node = graph.nodes().get(i);
            if (node.operation() instanceof Operation.Input input) {
                proto.addInput(image(input.name(), extents.get(i)));
            } else {
                append(
                        node.operation(),
                        node.inputs().stream().map(value -> names[value]).toList(),
                        node.inputs().stream().map(extents::get).toList(),
                        names[i]);
            }
        }
        if (graph.hasTables()) {
            proto.addInput(info(CAPTURE, TensorProto.DataType.INT64, open(BATCH)));
        }
        for (Graph.Output output : graph.outputs()) {
            if (!renamed.contains(output.value()) || !names[output.value()].equals(output.name())) {
                nodes.add("Identity", List.of(names[output.value()]), output.name());
            }
            proto.addOutput(image(output.name(), extents.get(output.value())));
        }
        return proto.build();
    }

    /** Values that are inputs or outputs are named after them; all others are numbered. Returns the output values by name. */
    private Set<Integer> nameValues() {
        for (int i = 0; i < names.length; i++) {
            names[i] = graph.nodes().get(i).operation() instanceof Operation.Input input ? input.name() : "v" + i;
        }
        Set<Integer> renamed = new HashSet<>();
        for (Graph.Output output : graph.outputs()) {
            boolean given = graph.nodes().get(output.value()).operation() instanceof Operation.Input;
            if (!given && renamed.add(output.value())) {
                names[output.value()] = output.name();
            }
        }
        return renamed;
    }

    private static ValueInfoProto image(String name, Extent extent) {
        return info(
                name,
                TensorProto.DataType.FLOAT,
                open(BATCH),
                Dimension.newBuilder().setDimValue(extent.channels()).build(),
                side("height", extent),
                side("width", extent));
    }

    private static Dimension side(String name, Extent extent) {
        if (extent.everywhere()) {
            return Dimension.newBuilder().setDimValue(1).build();
        }
        return open(extent.halvings() == 0 ? name : name + "/" + (1 << extent.halvings()));
    }

    private static Dimension open(String name) {
        return Dimension.newBuilder().setDimParam(name).build();
    }

    private static ValueInfoProto info(String name, TensorProto.DataType type, Dimension... dimensions) {
        TensorShapeProto shape =
                TensorShapeProto.newBuilder().addAllDim(List.of(dimensions)).build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private void append(Operation operation, List<String> inputs, List<Extent> shapes, String output) {
        if (operation instanceof Operation.Table table) {
            choose(table, output);
        } else if (operation instanceof Operation.Convolution convolution) {
            convolve(convolution, inputs.get(0), output);
        } else if (operation instanceof Operation.TransposedConvolution convolution) {
            enlarge(convolution, inputs.get(0), output);
        } else if (operation instanceof Operation.Unary unary) {
            apply(unary, inputs.get(0), output);
        } else if (operation instanceof Operation.Binary binary) {
            nodes.add(operator(binary.kind()), inputs, output);
        } else if (operation instanceof Operation.Concat) {
            join(inputs, shapes, output);
        } else if (operation instanceof Operation.Statistic statistic) {
            OnnxStatistics.append(nodes, statistic, inputs.get(0), output);
        } else if (operation instanceof Operation.Slice slice) {
            slice(slice, inputs.get(0), output);
        } else {
            rearrange(operation, inputs.get(0), shapes.get(0).channels(), output);
        }
    }

    /** Rows of a table as [captures,C,1,1], so that selecting rows gives a value of four dimensions directly. */
    private void choose(Operation.Table table, String output) {
        int channels = table.channels();
        float[] values = new float[table.rows().length * channels];
        for (int row = 0; row < table.rows().length; row++) {
            System.arraycopy(table.rows()[row], 0, values, row * channels, channels);
        }
        String rows = nodes.floats(output + "_rows", values, table.rows().length, channels, 1, 1);
        nodes.add("Gather", List.of(rows, row(table, output)), output, attribute("axis", 0));
    }

    /** A table of one row gives the same for all captures. */
    private String row(Operation.Table table, String output) {
        if (table.rows().length > 1) {
            return CAPTURE;
        }
        String first = output + "_first";
        nodes.add("Mul", List.of(CAPTURE, nodes.integers(output + "_zero", 0)), first);
        return first;
    }

    /** A vector beside an image is repeated at every position. */
    private void join(List<String> inputs, List<Extent> shapes, String output) {
        List<String> joined = new ArrayList<>(inputs);
        for (int i = 0; i < 2; i++) {
            if (shapes.get(i).everywhere() && !shapes.get(1 - i).everywhere()) {
                String size = output + "_size";
                nodes.add("Shape", List.of(inputs.get(1 - i)), size, attribute("start", 2));
                String shape = output + "_shape";
                nodes.add("Concat", List.of(nodes.integers(output + "_ones", 1, 1), size), shape, attribute("axis", 0));
                joined.set(i, output + "_spread");
                nodes.add("Expand", List.of(inputs.get(i), shape), joined.get(i));
            }
        }
        nodes.add("Concat", joined, output, attribute("axis", 1));
    }

    private void convolve(Operation.Convolution convolution, String input, String output) {
        int kernel = convolution.kernel();
        long radius = convolution.radius();
        String weight = nodes.floats(
                output + "_weight", convolution.weight(), convolution.outputs(), convolution.inputs(), kernel, kernel);
        String bias = nodes.floats(output + "_bias", convolution.bias(), convolution.outputs());
        String read = convolution.reflects() ? mirrored(input, radius, output) : input;
        long padding = convolution.reflects() ? 0 : radius;
        nodes.add(
                "Conv",
                List.of(read, weight, bias),
                output,
                attribute("kernel_shape", List.of((long) kernel, (long) kernel)),
                attribute("pads", List.of(padding, padding, padding, padding)));
    }

    /** Repeated reflection of images that are smaller than the radius is not a part of the operator. */
    private String mirrored(String input, long radius, String output) {
        String pads = nodes.integers(output + "_pads", 0, 0, radius, radius, 0, 0, radius, radius);
        String mirrored = output + "_mirrored";
        nodes.add("Pad", List.of(input, pads), mirrored, attribute("mode", "reflect"));
        return mirrored;
    }

    private void enlarge(Operation.TransposedConvolution convolution, String input, String output) {
        String weight = nodes.floats(
                output + "_weight", convolution.weight(), convolution.inputs(), convolution.outputs(), 3, 3);
        String bias = nodes.floats(output + "_bias", convolution.bias(), convolution.outputs());
        nodes.add(
                "ConvTranspose",
                List.of(input, weight, bias),
                output,
                attribute("kernel_shape", List.of(3L, 3L)),
                attribute("output_padding", List.of(1L, 1L)),
                attribute("pads", List.of(1L, 1L, 1L, 1L)),
                attribute("strides", List.of(2L, 2L)));
    }

    private static String operator(Operation.Arithmetic kind) {
        return switch (kind) {
            case ADD -> "Add";
            case SUBTRACT -> "Sub";
            case MULTIPLY -> "Mul";
            case DIVIDE -> "Div";
        };
    }

    private void slice(Operation.Slice slice, String input, String output) {
        String from = nodes.integers(output + "_from", slice.from());
        String to = nodes.integers(output + "_to", slice.to());
        nodes.add("Slice", List.of(input, from, to, nodes.integers(output + "_axis", 1)), output);
    }

    private void rearrange(Operation operation, String input, int channels, String output) {
        if (operation instanceof Operation.MaxPool) {
            nodes.add(
                    "MaxPool",
                    List.of(input),
                    output,
                    attribute("kernel_shape", List.of(2L, 2L)),
                    attribute("strides", List.of(2L, 2L)));
        } else if (operation instanceof Operation.Upsample) {
            String scales = nodes.floats(output + "_scales", new float[] {1, 1, 2, 2}, 4);
            nodes.add(
                    "Resize",
                    List.of(input, "", scales),
                    output,
                    attribute("coordinate_transformation_mode", "asymmetric"),
                    attribute("mode", "nearest"),
                    attribute("nearest_mode", "floor"));
        } else if (operation instanceof Operation.Squeeze) {
            squeeze(input, channels, output);
        } else if (operation instanceof Operation.Unsqueeze) {
            nodes.add("DepthToSpace", List.of(input), output, attribute("blocksize", 2), attribute("mode", "CRD"));
        } else {
            throw new IllegalArgumentException("OnnxGraph does not know " + operation);
        }
    }

    /** SpaceToDepth puts the four parts of a block one after the other; here a channel's four parts are neighbours. */
    private void squeeze(String input, int channels, String output) {
        String parts = output + "_parts";
        nodes.add("SpaceToDepth", List.of(input), parts, attribute("blocksize", 2));
        long[] order = new long[4 * channels];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) (i % 4) * channels + i / 4;
        }
        nodes.add("Gather", List.of(parts, nodes.integers(output + "_order", order)), output, attribute("axis", 1));
    }

    private void apply(Operation.Unary unary, String input, String output) {
        switch (unary.kind()) {
            case LEAKY_RELU -> {
                if (unary.a() == 0) {
                    nodes.add("Relu", List.of(input), output);
                } else {
                    nodes.add("LeakyRelu", List.of(input), output, attribute("alpha", unary.a()));
                }
            }
            case LINEAR -> linear(unary, input, output);
            case CLIP ->
                nodes.add(
                        "Clip",
                        List.of(
                                input,
                                nodes.number(output + "_min", unary.a()),
                                nodes.number(output + "_max", unary.b())),
                        output);
            case EXP -> nodes.add("Exp", List.of(input), output);
            case LOG -> nodes.add("Log", List.of(input), output);
            case SQRT -> nodes.add("Sqrt", List.of(input), output);
            case TANH -> nodes.add("Tanh", List.of(input), output);
            case SIGMOID -> nodes.add("Sigmoid", List.of(input), output);
            case FLOOR -> nodes.add("Floor", List.of(input), output);
        }
    }

    private void linear(Operation.Unary unary, String input, String output) {
        boolean moves = unary.b() != 0;
        String scaled = input;
        if (unary.a() != 1 || !moves) {
            scaled = moves ? output + "_scaled" : output;
            nodes.add("Mul", List.of(input, nodes.number(output + "_factor", unary.a())), scaled);
        }
        if (moves) {
            nodes.add("Add", List.of(scaled, nodes.number(output + "_offset", unary.b())), output);
        }
    }
}
