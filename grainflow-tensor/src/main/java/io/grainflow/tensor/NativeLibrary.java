package io.grainflow.tensor;

import io.grainflow.problem.InputException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/** The native library as a whole: loading, threads, and what is alive. */
public final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Loads the library (the first start on a machine unpacks it, which takes some seconds).
     *
     * @throws InputException if this machine cannot run it
     */
    public static void load() {
        try {
            Loader.load(torch.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new InputException(
                    "libtorch",
                    "cannot be loaded on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "it needs a 64-bit Linux, macOS or Windows, and free space in the JavaCPP cache folder",
                    e);
        }
    }

    /**
     * Sets how many threads one operation may use.
     *
     * @param count at least 1
     */
    public static void setThreads(int count) {
        if (count < 1) {
            throw new InputException(
                    "threads", "expects at least 1, got " + count, "give the number of processor cores");
        }
        load();
        torch.set_num_threads(count);
    }

    public static int threads() {
        load();
        return torch.get_num_threads();
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
