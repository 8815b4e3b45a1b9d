package io.grainflow.engine.kernel;

import org.bytedeco.javacpp.Loader;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;
import org.lwjgl.system.SharedLibrary;

/**
 * The number of threads that oneDNN uses. It is a setting of OpenMP that belongs to the calling thread; the Java binding does not expose
 * it.
 */
public final class Threads {
    /** Addresses of omp_set_num_threads and omp_get_max_threads; 0 where the library does not use OpenMP. */
    private static final long SETTER = address("omp_set_num_threads");

    private static final long GETTER = address("omp_get_max_threads");

    private Threads() {}

    private static long address(String function) {
        try {
            // the library's classes are always initialised in this order: two orders could deadlock
            OneDnn.engine();
            String path = Loader.load(org.bytedeco.dnnl.global.dnnl.class);
            SharedLibrary library = Library.loadNative(Threads.class, "io.grainflow", path);
            return library.getFunctionAddress(function);
        } catch (LinkageError e) {
            return 0;
        }
    }

    public static void set(int threads) {
        if (SETTER != 0) {
            JNI.invokeV(threads, SETTER);
        }
    }

    /** The calling thread's setting, which callers restore: libraries that share the OpenMP runtime, such as libtorch, rely on it. */
    public static int get() {
        return GETTER == 0 ? 1 : JNI.invokeI(GETTER);
    }
}
