package io.grainflow;

import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import io.grainflow.progress.Progress;
import java.util.Map;
import java.util.function.Function;

/** Runs work in memory with a monitor. Progress is reported in percent, and a request to stop becomes an exception. */
final class MonitoredWork {
    private static final int PERCENT = 100;

    private MonitoredWork() {}

    static <R> R run(String task, Monitor monitor, Function<Progress, R> work) {
        monitor.on(new Event.Started(task, PERCENT, "percent"));
        long[] told = {-1};
        R result = work.apply(share -> {
            if (monitor.cancelled()) {
                throw new CancelledException(task + " was cancelled: nothing is kept");
            }
            long percent = Math.min(PERCENT, (long) (share * PERCENT));
            if (percent > told[0]) {
                told[0] = percent;
                monitor.on(new Event.Advanced(task, percent, Map.of()));
            }
        });
        monitor.on(new Event.Finished(task));
        return result;
    }
}
