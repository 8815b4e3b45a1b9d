package io.grainflow.denoise;

import io.grainflow.concurrent.WorkerPool;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Work on parts of an image for several threads, whose results are taken in the order of the work by the calling thread. */
public final class OrderedWork {
    /** Results per thread that may wait for an earlier one. */
    private static final int AHEAD = 3;

    private OrderedWork() {}

    /**
     * Runs all parts; what a part throws is thrown here.
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
