package io.grainflow.denoise;

import io.grainflow.concurrent.WorkerPool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Processes parts of an image on several threads. The calling thread takes the results in the order of the parts. */
public final class OrderedWork {
    /** Greatest number of results per thread that wait for an earlier one. */
    private static final int AHEAD = 3;

    private OrderedWork() {}

    /**
     * Runs all parts. An exception of a part is thrown here.
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static <T> void run(List<Callable<T>> work, int threads, Consumer<T> sink) {
        int workers = Math.min(threads, work.size());
        try (WorkerPool pool = new WorkerPool("denoise", workers)) {
            pool.inOrder(work, AHEAD * workers, sink);
        }
    }
}
