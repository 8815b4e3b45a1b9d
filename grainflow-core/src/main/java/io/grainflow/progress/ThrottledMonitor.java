package io.grainflow.progress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forwards at most five {@link Event.Advanced} per second and task, which is enough for a reader and a low load for a browser or a cluster.
 * The first and the last one of a task are always forwarded, the last one at the latest before the end of the task. All other events are
 * forwarded at once.
 */
public final class ThrottledMonitor implements Monitor {
    /** Least time between two forwarded events. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private final Monitor target;
    private final LongSupplier nanoTime;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    /** The last forwarded event of a task and the one that is held back. */
    private static final class Task {
        private final long toldNanos;
        private Event.@Nullable Advanced held;

        Task(long toldNanos) {
            this.toldNanos = toldNanos;
        }
    }

    /** A throttled view of another monitor. */
    public static ThrottledMonitor of(Monitor target) {
        return new ThrottledMonitor(target, System::nanoTime);
    }

    /** @param nanoTime a clock whose differences are nanoseconds */
    ThrottledMonitor(Monitor target, LongSupplier nanoTime) {
        this.target = target;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.Advanced advanced) {
            advance(advanced);
            return;
        }
        if (event instanceof Event.Started started) {
            release(tasks.remove(started.task()));
        } else if (event instanceof Event.Finished finished) {
            release(tasks.remove(finished.task()));
        }
        target.on(event);
    }

    @Override
    public boolean cancelled() {
        return target.cancelled();
    }

    /** Forwards the events that are held back. Call it at the end of work whose task does not finish, for example because it failed. */
    public synchronized void flush() {
        tasks.values().forEach(this::release);
        tasks.clear();
    }

    private void advance(Event.Advanced advanced) {
        Task task = tasks.get(advanced.task());
        long now = nanoTime.getAsLong();
        if (task != null && now - task.toldNanos < INTERVAL.toNanos()) {
            task.held = advanced;
            return;
        }
        tasks.put(advanced.task(), new Task(now));
        target.on(advanced);
    }

    private void release(@Nullable Task task) {
        if (task != null && task.held != null) {
            target.on(task.held);
        }
    }
}
