package io.grainflow.job.batch;

import io.grainflow.engine.Plan;
import io.grainflow.file.ImageFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Loads the libraries that restoring needs beside other work: half of a short run's time is loading. Between {@link #begin} and {@link #await}
 * no native library may be used: two threads that initialise classes of one native library can deadlock. Only a program that owns the whole
 * process can promise that: the command line begins, and jobs await.
 */
public final class NativeWarmUp {
    private static final List<CompletableFuture<Boolean>> LOADING = new ArrayList<>();

    private NativeWarmUp() {}

    /** Starts loading, unless it was started before. Failures are reported when the library is used. */
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

    /** Waits until everything is loaded. Returns at once if loading was not started. */
    public static void await() {
        List<CompletableFuture<Boolean>> loading;
        synchronized (LOADING) {
            loading = List.copyOf(LOADING);
        }
        loading.forEach(CompletableFuture::join);
    }
}
