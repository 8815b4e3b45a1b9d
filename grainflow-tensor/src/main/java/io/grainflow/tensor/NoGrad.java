package io.grainflow.tensor;

import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;

/** Runs work without recording it for gradients. */
public final class NoGrad {
    private NoGrad() {}

    /** The guard is closed even when the body fails; it belongs to the thread. */
    @SuppressWarnings("try") // the guard is used by being open
    public static <R> R run(Supplier<R> body) {
        NativeLibrary.load();
        try (NoGradGuard guard = new NoGradGuard()) {
            return body.get();
        }
    }
}
