package io.grainflow.engine;

import org.bytedeco.javacpp.Loader;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;
import org.lwjgl.system.SharedLibrary;

/** How many threads oneDNN computes with: a setting of OpenMP that belongs to the calling thread, and that no binding offers. */
final class Threads {
    /** Address of omp_set_num_threads; 0 where the library has other threads than OpenMP's. */
    private static final long SETTER = setter();

    private Threads() {}

    private static long setter() {
        try {
            String path = Loader.load(org.bytedeco.dnnl.global.dnnl.class);
            SharedLibrary library = Library.loadNative(Threads.class, "io.grainflow", path);
            return library.getFunctionAddress("omp_set_num_threads");
        } catch (LinkageError e) {
            return 0;
        }
    }

    static void set(int threads) {
        if (SETTER != 0) {
            JNI.invokeV(threads, SETTER);
        }
    }
}
