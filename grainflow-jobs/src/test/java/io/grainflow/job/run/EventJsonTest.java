package io.grainflow.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.JobEvent;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventJsonTest {
    static Stream<Event> events() {
        return Stream.of(
                new Event.Started("train dncnn", 20_000, "steps"),
                new Event.Advanced(
                        "train dncnn",
                        1L << 40,
                        Map.of("lossMean", 0.25, "none", Double.NaN, "most", Double.POSITIVE_INFINITY)),
                new Event.Advanced("denoise", 3, Map.of()),
                new Event.Finished("train dncnn"),
                new Event.Failed("a.png", "a.png: is \"empty\"; copy it again"),
                new Event.Note("two\nlines"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrites(Event event) {
        JobEvent told = new JobEvent("job 7", event);
        String text = EventJson.write(told);
        assertThat(text.lines()).hasSize(1);
        assertThat(EventJson.read(text)).isEqualTo(told);
    }

    @Test
    void everyKindOfEventIsWritten() {
        assertThat(events().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
        assertThat(EventJson.write(new JobEvent("7", new Event.Advanced("denoise", 3, Map.of("psnrDecibels", 30.5)))))
                .isEqualTo(
                        "{\"job\":\"7\",\"event\":\"advanced\",\"task\":\"denoise\",\"done\":3,\"figures\":{\"psnrDecibels\":30.5}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"job\": \"7\"}",
                "{\"job\": \"7\", \"event\": \"exploded\"}",
                "{\"job\": \"7\", \"event\": \"note\"}",
                "{\"job\": \"7\", \"event\": \"note\", \"text\": 5}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": \"b\", \"figures\": {}}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": 1, \"figures\": {\"loss\": \"abc\"}}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": 1, \"figures\": {\"loss\": \"1.5\"}}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": 1, \"figures\": {\"loss\": [1]}}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": 1, \"figures\": 5}",
                "{\"job\": \"7\", \"event\": \"advanced\", \"task\": \"a\", \"done\": 1, \"figures\": null}",
                "{"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> EventJson.read(text)).isInstanceOf(InputException.class);
    }
}
