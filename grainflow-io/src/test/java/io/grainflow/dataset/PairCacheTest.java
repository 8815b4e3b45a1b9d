package io.grainflow.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.problem.InputException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PairCacheTest {
    private static final int PAIR_BYTES = 2 * 4 * 100;
    private final AtomicInteger loads = new AtomicInteger();

    private record Entry(String name, AtomicInteger loads) implements PairEntry {
        @Override
        public String scene() {
            return name;
        }

        @Override
        public Capture capture() {
            return Capture.of("c", 1);
        }

        @Override
        public NoisyPair load() {
            loads.incrementAndGet();
            if (name.equals("bad")) {
                throw new InputException(name, "is bad", "use another");
            }
            Image image = Image.adopt(PixelDomain.SRGB, 10, 10, new float[100]);
            return new NoisyPair(name, image, image, capture());
        }
    }

    @Test
    void holdsNoMoreThanItsBoundAndDropsTheOldest() {
        PairCache cache = new PairCache(3 * PAIR_BYTES);
        List<Entry> entries =
                IntStream.range(0, 5).mapToObj(i -> new Entry("e" + i, loads)).toList();
        for (Entry entry : entries) {
            cache.load(entry);
            assertThat(cache.bytes()).isLessThanOrEqualTo(3 * PAIR_BYTES);
        }
        assertThat(loads).hasValue(5);
        cache.load(entries.get(4));
        cache.load(entries.get(2));
        assertThat(loads).hasValue(5);
        cache.load(entries.get(0));
        assertThat(loads).hasValue(6);
        cache.load(entries.get(2));
        assertThat(loads).hasValue(6);
    }

    @Test
    void tooLargePairsPassThroughAndFailuresAreNotKept() {
        PairCache cache = new PairCache(PAIR_BYTES - 1);
        cache.load(new Entry("a", loads));
        cache.load(new Entry("a", loads));
        assertThat(loads).hasValue(2);
        assertThat(cache.bytes()).isZero();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cache.load(new Entry("bad", loads))).hasMessage("bad: is bad; use another");
        }
        assertThat(loads).hasValue(4);
    }

    @Test
    void threadsShareOneDecoding() {
        PairCache cache = new PairCache(100L * PAIR_BYTES);
        IntStream.range(0, 200).parallel().forEach(i -> cache.load(new Entry("e" + i % 7, loads)));
        assertThat(loads).hasValue(7);
        assertThat(cache.bytes()).isEqualTo(7 * PAIR_BYTES);
    }
}
