package io.grainflow.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThrottledMonitorTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<Event> told = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 50 * MILLISECOND;
    private final ThrottledMonitor monitor = new ThrottledMonitor(told::add, () -> nanos);

    private void advance(String task, long done) {
        monitor.on(new Event.Advanced(task, done, Map.of()));
    }

    private List<Long> done(String task) {
        return told.stream()
                .filter(event -> event instanceof Event.Advanced advanced
                        && advanced.task().equals(task))
                .map(event -> ((Event.Advanced) event).done())
                .toList();
    }

    /** The clock (nanoTime) may overflow during the test. */
    @Test
    void fiveASecondPassAndTheLastOne() {
        monitor.on(new Event.Started("train", 1000, "steps"));
        for (int step = 1; step <= 1000; step++) {
            advance("train", step);
            nanos += MILLISECOND;
        }
        monitor.on(new Event.Finished("train"));
        assertThat(done("train")).containsExactly(1L, 201L, 401L, 601L, 801L, 1000L);
        assertThat(told.get(told.size() - 1)).isEqualTo(new Event.Finished("train"));
    }

    @Test
    void slowTasksPassUnchanged() {
        for (int image = 1; image <= 4; image++) {
            advance("denoise", image);
            nanos += 300 * MILLISECOND;
        }
        monitor.on(new Event.Finished("denoise"));
        assertThat(done("denoise")).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void tasksDoNotHoldEachOtherBack() {
        advance("read", 1);
        advance("train", 1);
        advance("read", 2);
        advance("train", 2);
        monitor.on(new Event.Finished("train"));
        assertThat(done("read")).containsExactly(1L);
        assertThat(done("train")).containsExactly(1L, 2L);
        monitor.flush();
        monitor.flush();
        assertThat(done("read")).containsExactly(1L, 2L);
    }

    @Test
    void whatIsNoProgressAlwaysPasses() {
        List<Event> events = List.of(
                new Event.Started("a", 2, "images"),
                new Event.Note("one"),
                new Event.Note("two"),
                new Event.Failed("a.png", "is empty"),
                new Event.Failed("b.png", "is empty"),
                new Event.Finished("a"));
        events.forEach(monitor::on);
        assertThat(told).isEqualTo(events);
    }

    @Test
    void aTaskThatBeginsAnewIsToldFromItsBeginning() {
        advance("denoise", 1);
        advance("denoise", 2);
        monitor.on(new Event.Started("denoise", 3, "images"));
        advance("denoise", 1);
        assertThat(done("denoise")).containsExactly(1L, 2L, 1L);
    }

    @Test
    void jobsAreToldApart() {
        List<JobEvent> seen = new ArrayList<>();
        boolean[] stop = {false};
        Monitor first = JobEvent.monitor("first", seen::add, () -> stop[0]);
        ThrottledMonitor second = ThrottledMonitor.of(JobEvent.monitor("second", seen::add, () -> true));
        first.on(new Event.Note("a"));
        second.on(new Event.Note("b"));
        assertThat(seen)
                .containsExactly(
                        new JobEvent("first", new Event.Note("a")), new JobEvent("second", new Event.Note("b")));
        assertThat(first.cancelled()).isFalse();
        assertThat(second.cancelled()).isTrue();
        stop[0] = true;
        assertThat(first.cancelled()).isTrue();
    }
}
