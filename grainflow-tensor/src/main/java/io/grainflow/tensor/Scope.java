package io.grainflow.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees native tensors at a known moment. JavaCPP counts a few bytes per tensor and cannot see its storage, so the garbage
 * collector alone would let native memory grow without bound. Scopes nest and belong to their thread: only heap values may
 * cross threads (tensors kept outside any scope may be read by several).
 */
public final class Scope {
    private Scope() {}

    /** Runs the body and frees every tensor created inside except the result, which passes to the enclosing scope. */
    @SuppressWarnings("try") // the scope is used by being open
    public static <R extends TensorBundle> R keep(Supplier<R> body) {
        PointerScope outer = PointerScope.getInnerScope();
        try (PointerScope inner = new PointerScope()) {
            R result = body.get();
            result.forEachTensor(tensor -> tensor.passTo(outer));
            return result;
        }
    }

    /** Runs the body and frees every tensor created inside; the result must be a heap value. */
    @SuppressWarnings("try")
    public static <R> R heap(Supplier<R> body) {
        try (PointerScope inner = new PointerScope()) {
            R result = body.get();
            if (result instanceof TensorBundle) {
                throw new IllegalArgumentException("Scope.heap expects a heap value as result, got "
                        + result.getClass().getSimpleName());
            }
            return result;
        }
    }

    /** As {@link #heap} for a body without a result. */
    public static void run(Runnable body) {
        heap(() -> {
            body.run();
            return true;
        });
    }
}
