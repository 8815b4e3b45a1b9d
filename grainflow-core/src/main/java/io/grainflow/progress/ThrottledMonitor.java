package io.grainflow.progress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands on at most five {@link Event.Advanced} a second of every task: what a person can read, and a browser or a cluster can carry. The
 * first of a task passes at once and the last one always, at the latest before the end of the task is told. All other events pass as they
 * come.
 */
public final class ThrottledMonitor implements Monitor {
    /** Least time between two that are handed on. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private final Monitor target;
    private final LongSupplier nanoTime;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    /** What was told of a task, and what is held back. */
    private static final class Task {
        private final long toldNanos;
        private Event.@Nullable Advanced held;

        Task(long toldNanos) {
            this.toldNanos = toldNanos;
        }
    }

    /** In front of another monitor. */
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

    /** Hands on what is held back: for the end of work that finishes no task, such as one that fails. */
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
