package io.grainflow.tensor;

import io.grainflow.problem.InputException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;

/**
 * How many threads libtorch computes with: a setting of OpenMP that belongs to the calling thread. Results are equal to the bit from run to
 * run for the same number of threads. Every computation sets its own number of threads, so that its results do not depend on other work in
 * the process.
 */
public final class TensorThreads {
    private TensorThreads() {}

    /**
     * Runs work with the given number of threads per operation, and restores the calling thread's setting afterwards.
     *
     * @param threads at least 1
     * @throws InputException if it is less
     */
    public static <R> R with(int threads, Supplier<R> body) {
        if (threads < 1) {
            throw new InputException(
                    "threads", "expects at least 1, got " + threads, "give the number of processor cores");
        }
        int before = current();
        set(threads);
        try {
            return body.get();
        } finally {
            set(before);
        }
    }

    /** The calling thread's setting; one thread per processor where nothing was set. */
    static int current() {
        NativeLibrary.load();
        // the first call in a thread also initialises the setting, which would overwrite one that was made before
        return torch.get_num_threads();
    }

    private static void set(int threads) {
        if (OpenMp.SETTER == 0) {
            // sets what new threads begin with, too: they set their own number before they compute
            torch.set_num_threads(threads);
        } else {
            JNI.invokeV(threads, OpenMp.SETTER);
        }
    }

    /** The OpenMP functions, looked up when the library is loaded. */
    private static final class OpenMp {
        /** Address of omp_set_num_threads; 0 if the library does not export it. */
        static final long SETTER = address();

        private OpenMp() {}

        private static long address() {
            try {
                String path = Loader.load(torch.class);
                return Library.loadNative(TensorThreads.class, "io.grainflow", path)
                        .getFunctionAddress("omp_set_num_threads");
            } catch (LinkageError e) {
                return 0;
            }
        }
    }
}
