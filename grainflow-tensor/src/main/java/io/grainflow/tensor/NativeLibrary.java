package io.grainflow.tensor;

import io.grainflow.problem.InputException;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * The native library as a whole: loading it, and counting its live objects.
 *
 * <p>JavaCPP refuses to allocate once the process holds more than a multiple of the heap's limit; programs that train should switch that
 * off with {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=0}.
 */
public final class NativeLibrary {
    private static volatile boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library (the first start on a machine unpacks it, which takes some seconds).
     *
     * @throws InputException if this machine cannot run it
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            Loader.load(torch.class);
            // OpenBLAS has threads of its own, which spin while they wait and take the processors from libtorch's: half
            // the speed.
            openblas_nolapack.blas_set_num_threads(1);
            loaded = true;
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new InputException(
                    "libtorch",
                    "cannot be loaded on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "it needs a 64-bit Linux, macOS or Windows, and free space in the JavaCPP cache folder",
                    e);
        }
    }

    /** Version of libtorch and its Java binding, such as 2.10.0-1.5.13. */
    public static String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            // jars merged into one may lose the file that says it
            return "unknown";
        }
    }

    static boolean builtWithCuda() {
        load();
        return torch.hasCUDA();
    }

    static boolean cudaAvailable() {
        load();
        return torch.cuda_is_available();
    }

    /** Number of native objects that are alive: equal before and after any piece of work that leaks nothing. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }
}
