package io.grainflow.isp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.pair.PairSource;
import io.grainflow.pair.PairSourceContract;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        new VirtualPairs(CAPTURES, 2, 3, 32, PixelDomain.SRGB, new Seed(4)).fingerprint(),
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
    void shotsOfASceneDifferInTheirNoiseOnly() {
        List<PairEntry> entries =
                new VirtualPairs(CAPTURES.subList(0, 1), 1, 2, 32, PixelDomain.RAW_PACKED, new Seed(4)).entries();
        assertThat(entries)
                .extracting(PairEntry::name)
                .containsExactly("vc-phone-iso1600-scene000", "vc-phone-iso1600-scene000-shot2");
        NoisyPair first = entries.get(0).load();
        NoisyPair second = entries.get(1).load();
        assertThat(second.clean()).isEqualTo(first.clean());
        assertThat(second.noisy()).isNotEqualTo(first.noisy());
    }

    /** Pinned pixels: if they change, every demo and every published figure changes, so a change must be intended. */
    @ParameterizedTest
    @CsvSource({"SRGB,1418622644", "RAW_PACKED,3548925908"})
    void pixelsAreTheSameOnEveryMachine(PixelDomain domain, long expected) {
        VirtualPairs pairs = new VirtualPairs(CAPTURES.subList(1, 2), 8, 64, domain, new Seed(4));
        CRC32 sum = new CRC32();
        for (PairEntry entry : pairs.entries()) {
            NoisyPair pair = entry.load();
            for (Image image : List.of(pair.clean(), pair.noisy())) {
                FloatBuffer values = image.values();
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * image.size());
                bytes.asFloatBuffer().put(values);
                sum.update(bytes);
            }
        }
        assertThat(sum.getValue()).isEqualTo(expected);
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
