package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import io.grainflow.engine.program.Step;
import io.grainflow.graph.Operation;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** Attributes of a primitive that apply element-wise operations to its result (oneDNN's post-ops), and their arguments. */
record PostOps(primitive_attr attributes, IntMemoryMap arguments) {
    static PostOps of(BandLayout bands, Step step) {
        primitive_attr attributes = OneDnn.attributes();
        IntMemoryMap arguments = new IntMemoryMap();
        post_ops posts = new post_ops();
        for (int i = 0; i < step.posts().size(); i++) {
            Step.Post post = step.posts().get(i);
            if (post.operation() instanceof Operation.Unary unary) {
                posts.append_eltwise(algorithm(unary.kind()), (float) unary.a(), (float) unary.b());
            } else {
                Operation.Binary binary = (Operation.Binary) post.operation();
                posts.append_binary(algorithm(binary.kind()), bands.operand(post.operand()));
                arguments.put(
                        (DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1)) | DNNL_ARG_SRC_1,
                        bands.operand(step, post.operand()));
            }
        }
        attributes.set_post_ops(posts);
        return new PostOps(attributes, arguments);
    }

    static dnnl.algorithm algorithm(Operation.Arithmetic kind) {
        return switch (kind) {
            case ADD -> dnnl.algorithm.binary_add;
            case SUBTRACT -> dnnl.algorithm.binary_sub;
            case MULTIPLY -> dnnl.algorithm.binary_mul;
            case DIVIDE -> dnnl.algorithm.binary_div;
        };
    }

    static dnnl.algorithm algorithm(Operation.Function kind) {
        return switch (kind) {
            case LEAKY_RELU -> dnnl.algorithm.eltwise_relu;
            case LINEAR -> dnnl.algorithm.eltwise_linear;
            case CLIP -> dnnl.algorithm.eltwise_clip;
            case EXP -> dnnl.algorithm.eltwise_exp;
            case LOG -> dnnl.algorithm.eltwise_log;
            case SQRT -> dnnl.algorithm.eltwise_sqrt;
            case TANH -> dnnl.algorithm.eltwise_tanh;
            case SIGMOID -> dnnl.algorithm.eltwise_logistic;
            // rounding halves to even does not make a floor of whole numbers
            case FLOOR -> throw new IllegalArgumentException("Plan expects no FLOOR: oneDNN has none");
        };
    }
}
