package io.grainflow.job;

import io.grainflow.engine.Plan;
import io.grainflow.file.ImageFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the libraries that restoring needs beside other work: half of a short run's time is loading. Between {@link #begin} and {@link #await}
 * nothing native may be touched: two threads that initialise classes of one native library can wait for one another for ever.
 */
public final class Preparation {
    private static final List<Thread> LOADING = new ArrayList<>();

    private Preparation() {}

    /** Starts loading, if that was not done before. What cannot be loaded is told by whoever needs it. */
    public static void begin() {
        synchronized (LOADING) {
            if (LOADING.isEmpty()) {
                LOADING.add(new Thread(Plan::available, "prepare-engine"));
                LOADING.add(new Thread(ImageFiles::prepare, "prepare-formats"));
                for (Thread thread : LOADING) {
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        }
    }

    /** Waits until all is loaded; returns at once where nothing was begun. */
    static void await() {
        List<Thread> loading;
        synchronized (LOADING) {
            loading = List.copyOf(LOADING);
        }
        boolean interrupted = false;
        for (Thread thread : loading) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
