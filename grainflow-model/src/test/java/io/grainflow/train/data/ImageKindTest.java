package io.grainflow.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.PixelDomain;
import io.grainflow.pair.PairEntry;
import io.grainflow.progress.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Only the most frequent kind of images is used. */
final class ImageKindTest {
    private static final ImageKind GREY = new ImageKind(PixelDomain.SRGB, 1);
    private static final ImageKind COLOUR = new ImageKind(PixelDomain.SRGB, 3);
    private static final ImageKind RAW = new ImageKind(PixelDomain.RAW_PACKED, 4);

    @Test
    void theMostFrequentKindIsTaken() {
        assertThat(ImageKind.mostFrequent(Map.of(GREY, 3, COLOUR, 2, RAW, 1))).contains(GREY);
        assertThat(ImageKind.mostFrequent(Map.of(GREY, 1, COLOUR, 2, RAW, 3))).contains(RAW);
        assertThat(ImageKind.mostFrequent(Map.of())).isEmpty();
    }

    @Test
    void ofEquallyFrequentKindsTheLastInTheirOrderIsTaken() {
        assertThat(ImageKind.mostFrequent(Map.of(GREY, 2, COLOUR, 2))).contains(COLOUR);
        assertThat(ImageKind.mostFrequent(Map.of(RAW, 2, GREY, 2))).contains(GREY);
    }

    @Test
    void theOrderOfTheFilesDecidesNothing() {
        List<PairEntry> grey = SyntheticPairs.of(2, 1, 20, 0.1);
        List<PairEntry> colour = SyntheticPairs.of(2, 3, 20, 0.1);
        for (boolean greyFirst : new boolean[] {true, false}) {
            List<PairEntry> all = new ArrayList<>(greyFirst ? grey : colour);
            all.addAll(greyFirst ? colour : grey);
            TrainingData data = TrainingData.read(all, List.of(), "f", 1 << 20, 1, Monitor.silent());
            assertThat(data.channels()).isEqualTo(3);
            assertThat(data.failures()).hasSize(2);
        }
    }
}
