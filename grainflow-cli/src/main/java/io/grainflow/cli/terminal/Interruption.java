package io.grainflow.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in order on Ctrl-C or SIGTERM. The run is asked to stop, and the process waits until it has written
 * what a later run can resume.
 */
public final class Interruption {
    /** The exit status that shells expect of a process ended by SIGINT. */
    static final int EXIT = 130;

    private static final long PATIENCE_SECONDS = 120;

    private volatile boolean asked;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Starts to listen for the end of the process. */
    public void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::waitForTheRun, "interruption"));
    }

    public boolean asked() {
        return asked;
    }

    /** The run is over; the process may end. */
    public void runEnded() {
        ended.countDown();
    }

    private void waitForTheRun() {
        if (ended.getCount() == 0) {
            return;
        }
        asked = true;
        try {
            if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(EXIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
