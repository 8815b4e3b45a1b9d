package io.grainflow.denoise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Work for several threads whose results are taken in the order of the work, by the calling thread. */
public final class OrderedWork {
    /** Results per thread that may wait for an earlier one. */
    private static final int AHEAD = 3;

    private OrderedWork() {}

    public static <T> void run(List<Callable<T>> work, int threads, Consumer<T> sink) {
        int workers = Math.min(threads, work.size());
        ExecutorService pool = Executors.newFixedThreadPool(workers, body -> {
            Thread thread = new Thread(body, "denoise");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Deque<Future<T>> pending = new ArrayDeque<>();
            for (Callable<T> part : work) {
                if (pending.size() == AHEAD * workers) {
                    sink.accept(pending.remove().get());
                }
                pending.add(pool.submit(part));
            }
            while (!pending.isEmpty()) {
                sink.accept(pending.remove().get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while denoising", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of the image could not be denoised", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
