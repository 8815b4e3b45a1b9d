package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.PairSourceContract;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualPairsTest implements PairSourceContract {
    private static final List<Capture> CAPTURES =
            List.of(Capture.of("vc-phone", 1600), Capture.of("vc-mirrorless", 100));

    @Override
    public PairSource source() {
        return new VirtualPairs(CAPTURES, 2, 32, PixelDomain.SRGB, new Seed(4));
    }

    @Test
    void namesTellCaptureAndScene() {
        assertThat(source().entries())
                .extracting(PairEntry::name)
                .containsExactly(
                        "vc-phone-iso1600-scene000",
                        "vc-mirrorless-iso100-scene000",
                        "vc-phone-iso1600-scene001",
                        "vc-mirrorless-iso100-scene001");
    }

    @Test
    void everyPartOfTheRecordIsInTheFingerprint() {
        assertThat(List.of(
                        source().fingerprint(),
                        new VirtualPairs(CAPTURES.subList(0, 1), 2, 32, PixelDomain.SRGB, new Seed(4)).fingerprint(),
                        new VirtualPairs(CAPTURES, 3, 32, PixelDomain.SRGB, new Seed(4)).fingerprint(),
                        new VirtualPairs(CAPTURES, 2, 34, PixelDomain.SRGB, new Seed(4)).fingerprint(),
                        new VirtualPairs(CAPTURES, 2, 32, PixelDomain.RAW_PACKED, new Seed(4)).fingerprint(),
                        new VirtualPairs(CAPTURES, 2, 32, PixelDomain.SRGB, new Seed(5)).fingerprint()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aSceneAndItsShotsDoNotDependOnWhatElseIsAskedFor() {
        PairEntry alone = new VirtualPairs(CAPTURES.subList(1, 2), 1, 32, PixelDomain.SRGB, new Seed(4))
                .entries()
                .get(0);
        assertThat(alone.load()).isEqualTo(source().entries().get(1).load());
    }

    @Test
    void sizesThatNoSensorHasAreTold() {
        for (int size : List.of(0, 14, 33)) {
            assertThatThrownBy(() -> new VirtualPairs(CAPTURES, 1, size, PixelDomain.SRGB, new Seed(0)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("size " + size);
        }
    }
}
