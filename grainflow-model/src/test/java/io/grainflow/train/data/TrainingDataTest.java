package io.grainflow.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Unusable pairs are reported once and left out. */
final class TrainingDataTest {
    @Test
    void brokenAndOddOnesAreLeftOut() {
        List<PairEntry> training = new ArrayList<>(SyntheticPairs.of(3, 3, 20, 0.1));
        training.add(1, SyntheticPairs.broken("cut.png"));
        training.addAll(SyntheticPairs.of(1, 1, 20, 0.1));
        List<Event> events = new ArrayList<>();
        TrainingData data = TrainingData.read(training, SyntheticPairs.of(1, 3, 9, 0.1), "f", 1 << 20, 2, events::add);
        assertThat(data.training()).hasSize(3);
        assertThat(data.validation()).hasSize(1);
        assertThat(data.channels()).isEqualTo(3);
        assertThat(data.smallestSide()).isEqualTo(20);
        assertThat(data.failures()).extracting(Event.Failed::item).containsExactly("cut.png", "scene0");
        assertThat(data.failures().get(0).reason()).contains("is truncated");
        assertThat(data.failures().get(1).reason()).contains("1 channels, most of the data is SRGB with 3");
        assertThat(events).containsAll(data.failures());
    }

    @Test
    void nothingLeftIsAnError() {
        assertThatThrownBy(() -> TrainingData.read(
                        List.of(SyntheticPairs.broken("cut.png")), List.of(), "f", 1 << 20, 1, Monitor.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no usable pair to train on (1 failed)");
    }
}
