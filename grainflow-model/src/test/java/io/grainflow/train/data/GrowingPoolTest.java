package io.grainflow.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import io.grainflow.progress.Monitor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Data sets that grow during the training. */
final class GrowingPoolTest {
    @Test
    void newImagesAreTakenAndTheOldestLeave() {
        List<PairEntry> all = SyntheticPairs.of(20, 1, 32, 0.1);
        TrainingData data = TrainingData.read(all.subList(0, 3), List.of(), "made", 1 << 24, 1, Monitor.silent());
        AtomicInteger there = new AtomicInteger(3);
        AtomicLong nanoTime = new AtomicLong(-5);
        AtomicInteger looks = new AtomicInteger();
        GrowingPool pool = new GrowingPool(
                data,
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new InputException("folder", "is being written", "look again");
                    }
                    return all.subList(0, there.get());
                },
                6,
                nanoTime::get);
        assertThat(drawn(pool)).containsExactlyInAnyOrder(names(all, 0, 3));
        there.set(9);
        nanoTime.addAndGet(2_000_000_000L);
        assertThat(drawn(pool)).containsExactlyInAnyOrder(names(all, 0, 3));
        assertThat(looks).hasValue(0);
        nanoTime.addAndGet(1);
        assertThat(drawn(pool)).containsExactlyInAnyOrder(names(all, 0, 3));
        assertThat(looks).hasValue(1);
        nanoTime.addAndGet(2_000_000_001L);
        assertThat(drawn(pool)).containsExactlyInAnyOrder(names(all, 3, 9));
    }

    private static String[] names(List<PairEntry> all, int from, int to) {
        return all.subList(from, to).stream().map(PairEntry::name).toArray(String[]::new);
    }

    private static Set<String> drawn(Pool pool) {
        SplittableRandom random = new SplittableRandom(1);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            names.add(pool.draw(i, random).name());
        }
        return names;
    }
}
