package io.grainflow.export;

import static io.grainflow.export.OnnxNodes.attribute;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.grainflow.graph.Operation;
import java.util.List;

/** Operations that need statistics of the whole image, in ONNX operators. */
final class OnnxStatistics {
    private static final List<Long> AXES = List.of(1L, 2L, 3L);

    private OnnxStatistics() {}

    static void append(OnnxNodes nodes, Operation.Statistic statistic, String input, String output) {
        if (statistic instanceof Operation.InstanceNorm norm) {
            String gamma = nodes.floats(output + "_gamma", norm.gamma(), norm.gamma().length);
            String beta = nodes.floats(output + "_beta", norm.beta(), norm.beta().length);
            nodes.add(
                    "InstanceNormalization", List.of(input, gamma, beta), output, attribute("epsilon", norm.epsilon()));
        } else if (statistic instanceof Operation.ImageNorm norm) {
            normalise(nodes, norm, input, output);
        } else {
            nodes.add("GlobalAveragePool", List.of(input), output);
        }
    }

    /** The unbiased variance is the mean square of the differences times n / (n - 1). */
    private static void normalise(OnnxNodes nodes, Operation.ImageNorm norm, String input, String output) {
        String mean = output + "_mean";
        nodes.add("ReduceMean", List.of(input), mean, attribute("axes", AXES), attribute("keepdims", 1));
        String centred = output + "_centred";
        nodes.add("Sub", List.of(input, mean), centred);
        String square = output + "_square";
        nodes.add("Mul", List.of(centred, centred), square);
        String biased = output + "_biased";
        nodes.add("ReduceMean", List.of(square), biased, attribute("axes", AXES), attribute("keepdims", 1));
        String variance = output + "_variance";
        nodes.add("Mul", List.of(biased, correction(nodes, input, output)), variance);
        String deviation = output + "_deviation";
        nodes.add("Sqrt", List.of(variance), deviation);
        String divisor = output + "_divisor";
        nodes.add("Add", List.of(deviation, nodes.number(output + "_epsilon", norm.epsilon())), divisor);
        nodes.add("Div", List.of(centred, divisor), output);
    }

    private static String correction(OnnxNodes nodes, String input, String output) {
        String shape = output + "_shape";
        nodes.add("Shape", List.of(input), shape, attribute("start", 1));
        String whole = output + "_whole";
        nodes.add("ReduceProd", List.of(shape), whole, attribute("keepdims", 0));
        String count = output + "_count";
        nodes.add("Cast", List.of(whole), count, attribute("to", TensorProto.DataType.FLOAT.getNumber()));
        String others = output + "_others";
        nodes.add("Sub", List.of(count, nodes.number(output + "_one", 1)), others);
        String factor = output + "_factor";
        nodes.add("Div", List.of(count, others), factor);
        return factor;
    }
}
