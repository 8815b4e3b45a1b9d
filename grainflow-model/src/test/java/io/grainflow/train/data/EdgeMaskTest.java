package io.grainflow.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mask of strong edges, and the balancing of cameras. */
final class EdgeMaskTest {
    private static final int SIDE = 12;

    /** Dark left of column 6, brighter from there on. */
    private static Image step(float height) {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % SIDE < 6 ? 0.2f : 0.2f + height;
        }
        return Image.adopt(PixelDomain.SRGB, SIDE, SIDE, values);
    }

    @Test
    void aStrongEdgeAndItsSurroundingsDoNotCount() {
        Image weights = new EdgeMask(0.1).weights(step(0.3f));
        for (int x = 0; x < SIDE; x++) {
            assertThat(weights.at(0, 5, x)).as("column %d", x).isEqualTo(x >= 3 && x <= 7 ? 0 : 1);
        }
    }

    @Test
    void aWeakEdgeCounts() {
        assertThat(new EdgeMask(0.1).weights(step(0.05f)).toArray()).containsOnly(1);
        assertThat(EdgeMask.defaults().masks()).isFalse();
        assertThatThrownBy(() -> new EdgeMask(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rareCamerasAreRepeatedUntilAllAreEquallyFrequent() {
        List<PairEntry> entries = new ArrayList<>(SyntheticPairs.of(6, 1, 16, 0.1, Capture.of("often", 100)));
        entries.addAll(SyntheticPairs.of(2, 1, 16, 0.1, Capture.of("rare", 100)));
        List<PairEntry> balanced = EntryPool.balanced(entries);
        assertThat(balanced).hasSize(12);
        assertThat(balanced.stream()
                        .filter(entry -> entry.capture().camera().code().equals("rare")))
                .hasSize(6);
    }
}
