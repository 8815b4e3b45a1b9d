package io.grainflow.job.batch;

import io.grainflow.engine.Plan;
import io.grainflow.file.ImageFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Loads the libraries that restoring needs beside other work: half of a short run's time is loading. Between {@link #begin} and {@link #await}
 * nothing native may be touched: two threads that initialise classes of one native library can wait for one another for ever. Only a program that owns the whole process
 * can promise that, so the command line begins, and jobs await.
 */
public final class NativeWarmUp {
    private static final List<CompletableFuture<Boolean>> LOADING = new ArrayList<>();

    private NativeWarmUp() {}

    /** Starts loading, if that was not done before. What cannot be loaded is told by whoever needs it. */
    public static void begin() {
        synchronized (LOADING) {
            if (LOADING.isEmpty()) {
                for (Runnable part : List.<Runnable>of(Plan::available, ImageFiles::prepare)) {
                    LOADING.add(CompletableFuture.runAsync(part, NativeWarmUp::start)
                            .handle((done, problem) -> true));
                }
            }
        }
    }

    private static void start(Runnable part) {
        Thread thread = new Thread(part, "prepare");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until all is loaded; returns at once where nothing was begun. */
    public static void await() {
        List<CompletableFuture<Boolean>> loading;
        synchronized (LOADING) {
            loading = List.copyOf(LOADING);
        }
        loading.forEach(CompletableFuture::join);
    }
}
