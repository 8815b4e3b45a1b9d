package io.grainflow.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Gradients of one number with respect to several tensors, and of parameters as a whole. */
public final class Gradients {
    private Gradients() {}

    /**
     * Scales the gradients of all parameters together so that their Euclidean norm is at most a limit. Parameters without a gradient count
     * as zero.
     *
     * @param limit largest norm, positive
     * @return the norm before; if it is not finite, nothing is scaled, and the caller decides what to do
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

    /**
     * d(scalar)/d(input) of each input, as constants. The accumulated gradients of parameters do not change.
     *
     * @param scalar of one element
     * @param inputs tensors that require gradients and reach the scalar; parameters or results
     * @throws IllegalArgumentException if an input does not reach the scalar
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, false);
    }

    /** As {@link #of}, but with results that can be differentiated again, as gradient penalties require. */
    public static List<Tensor> differentiable(Tensor scalar, List<Tensor> inputs) {
        return gradients(scalar, inputs, true);
    }

    private static List<Tensor> gradients(Tensor scalar, List<Tensor> inputs, boolean differentiable) {
        requireGraph("Gradients", scalar);
        for (int i = 0; i < inputs.size(); i++) {
            requireReached(i, inputs.get(i), inputs.get(i).handle().requires_grad());
        }
        TensorVector found = NativeCall.get(
                "Gradients",
                () -> torch.grad(
                        vector(List.of(scalar)),
                        vector(inputs),
                        new TensorVector(),
                        new BoolOptional(differentiable),
                        differentiable,
                        true));
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            // an element is memory of the vector: the tensor needs a handle of its own
            org.bytedeco.pytorch.Tensor gradient = new org.bytedeco.pytorch.Tensor(found.get(i));
            requireReached(i, inputs.get(i), gradient.defined());
            gradients.add(new Tensor(gradient));
        }
        return List.copyOf(gradients);
    }

    /**
     * Adds d(loss)/d(parameter) to the gradient of the given parameters only, whereas {@link Tensor#backward} does so for all: the loss of
     * a generator then does not change the gradients of its critic. Parameters on which the loss does not depend keep their gradients.
     *
     * @param loss of one element
     * @param parameters made by {@link Tensor#requiresGrad}, at least one
     */
    public static void accumulate(Tensor loss, List<Tensor> parameters) {
        requireGraph("Gradients.accumulate", loss);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("Gradients.accumulate expects at least one parameter, got none");
        }
        for (Tensor parameter : parameters) {
            if (!parameter.handle().requires_grad() || !parameter.handle().is_leaf()) {
                throw new IllegalArgumentException(
                        "Gradients.accumulate expects parameters that require gradients, got " + parameter);
            }
        }
        NativeCall.act(
                "Gradients.accumulate",
                () -> torch.backward(
                        vector(List.of(loss)), new TensorVector(), new BoolOptional(false), false, vector(parameters)));
    }

    /** Sets the gradient of every parameter that has none to zeros, so that an {@link Optimiser} moves it by its momentum alone. */
    public static void fillWithZeros(List<Tensor> parameters) {
        Scope.run(() -> NativeCall.act("Gradients.fillWithZeros", () -> {
            for (Tensor parameter : parameters) {
                if (!parameter.handle().grad().defined()) {
                    parameter
                            .handle()
                            .mutable_grad()
                            .put(torch.zeros_like(parameter.handle().detach()));
                }
            }
        }));
    }

    private static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }

    private static void requireReached(int index, Tensor input, boolean reached) {
        if (!reached) {
            throw new IllegalArgumentException(
                    "Gradients expects inputs that require gradients and reach the result, got " + input + " as input "
                            + index);
        }
    }

    static void require(Tensor parameter) {
        Shapes.requireReal("requiresGrad", parameter);
        NativeCall.act("requiresGrad", () -> parameter.handle().requires_grad_(true));
    }

    static void backward(Tensor loss) {
        requireGraph("backward", loss);
        NativeCall.act("backward", () -> loss.handle().backward());
    }

    private static void requireGraph(String operation, Tensor result) {
        Shapes.requireOneElement(operation, result);
        if (!result.handle().requires_grad()) {
            throw new IllegalStateException(operation + " expects a result of parameters that require gradients,"
                    + " got a constant or one computed under NoGrad");
        }
    }
}
