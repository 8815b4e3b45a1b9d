package io.grainflow.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** What {@link Optimiser}s share: checks of their parameters and the storage of their moments. */
final class Moments {
    private Moments() {}

    static void requirePaces(String optimiser, List<Tensor> parameters, List<Double> paces) {
        if (paces.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    optimiser + " expects a pace per parameter, got " + paces.size() + " for " + parameters.size());
        }
    }

    /** A moment of every parameter before the first step. */
    static List<Tensor> zerosLike(List<Tensor> parameters) {
        return parameters.stream()
                .map(parameter -> NativeCall.make(
                        "zerosLike", () -> torch.zeros_like(parameter.handle().detach())))
                .toList();
    }

    /** The gradients of parameters, which must all have one. */
    static List<Tensor> gradients(String optimiser, List<Tensor> parameters) {
        List<Tensor> gradients = new ArrayList<>();
        for (Tensor parameter : parameters) {
            Tensor gradient = parameter.grad();
            if (gradient == null) {
                throw new IllegalStateException(optimiser + " expects a gradient for parameter " + gradients.size()
                        + " " + parameter + ", got none: it does not reach the loss");
            }
            gradients.add(gradient);
        }
        return gradients;
    }

    static List<float[]> toHeap(List<Tensor> moments) {
        return moments.stream().map(Tensor::toFloats).toList();
    }

    static void restore(String optimiser, long stepsDone, List<float[]> state, List<Tensor> moments) {
        if (state.size() != moments.size()) {
            throw new IllegalArgumentException(
                    optimiser + " expects " + moments.size() + " moments, got " + state.size());
        }
        if (stepsDone < 0) {
            throw new IllegalArgumentException(optimiser + " expects no negative number of steps, got " + stepsDone);
        }
        Scope.run(() -> {
            for (int i = 0; i < moments.size(); i++) {
                moments.get(i).copyFrom(Tensor.of(state.get(i), moments.get(i).shape()));
            }
        });
    }
}
