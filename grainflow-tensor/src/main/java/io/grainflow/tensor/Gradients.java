package io.grainflow.tensor;

import java.util.List;
import org.bytedeco.pytorch.Scalar;

/** Gradients of parameters as a whole. */
public final class Gradients {
    private Gradients() {}

    /**
     * Scales the gradients of all parameters together so that their Euclidean norm is at most a limit. Parameters without
     * a gradient count as zero.
     *
     * @param limit largest norm, positive
     * @return the norm before; where it is not finite nothing is scaled, and the caller decides
     */
    public static double clip(List<Tensor> parameters, double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("Gradients.clip expects a positive limit, got " + limit);
        }
        return Scope.heap(() -> NoGrad.run(() -> NativeCall.get("Gradients.clip", () -> {
            List<org.bytedeco.pytorch.Tensor> gradients = parameters.stream()
                    .map(parameter -> parameter.handle().grad())
                    .filter(org.bytedeco.pytorch.Tensor::defined)
                    .toList();
            double squares = 0;
            for (org.bytedeco.pytorch.Tensor gradient : gradients) {
                double norm = gradient.norm().item_double();
                squares += norm * norm;
            }
            double norm = Math.sqrt(squares);
            if (norm > limit && Double.isFinite(norm)) {
                gradients.forEach(gradient -> gradient.mul_(new Scalar(limit / norm)));
            }
            return norm;
        })));
    }

    static void require(Tensor parameter) {
        if (parameter.dtype() == DType.INT64) {
            throw new IllegalArgumentException("requiresGrad expects float32 or float64, got int64");
        }
        NativeCall.act("requiresGrad", () -> parameter.handle().requires_grad_(true));
    }

    static void backward(Tensor loss) {
        Shapes.requireOneElement("backward", loss);
        if (!loss.handle().requires_grad()) {
            throw new IllegalStateException("backward expects a result of parameters that require gradients,"
                    + " got a constant or one computed under NoGrad");
        }
        NativeCall.act("backward", () -> loss.handle().backward());
    }
}
