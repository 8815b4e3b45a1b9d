package io.grainflow.tensor;

import io.grainflow.problem.InputException;
import java.util.Locale;
import java.util.function.Supplier;

/** Calls of the native library. Its own message stays in the exception's cause; users see Grainflow's message. */
final class NativeCall {
    private NativeCall() {}

    /** Runs an operation and returns its result as a tensor. */
    static Tensor make(String operation, Supplier<org.bytedeco.pytorch.Tensor> body) {
        return new Tensor(get(operation, body));
    }

    /** As {@link #make} where the library may not have been loaded yet. */
    static Tensor birth(String operation, Supplier<org.bytedeco.pytorch.Tensor> body) {
        NativeLibrary.load();
        return make(operation, body);
    }

    static void act(String operation, Runnable body) {
        get(operation, () -> {
            body.run();
            return true;
        });
    }

    static <R> R get(String operation, Supplier<R> body) {
        try {
            return body.get();
        } catch (IllegalArgumentException | IllegalStateException | InputException e) {
            throw e;
        } catch (RuntimeException e) {
            if (outOfMemory(e)) {
                throw new InputException(
                        "memory", "is not enough for " + operation, "use smaller batches, patches or tiles", e);
            }
            throw new IllegalStateException(operation + " failed inside the native library", e);
        }
    }

    /** The library has no error codes: failures of its CPU and CUDA allocators are recognised by their messages. */
    private static boolean outOfMemory(RuntimeException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("allocate memory") || words.contains("out of memory");
    }
}
