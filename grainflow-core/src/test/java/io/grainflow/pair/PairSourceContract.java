package io.grainflow.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that every source of pairs must pass. */
public interface PairSourceContract {
    /** Opens a new instance of the source, which has a few small pairs. */
    PairSource source();

    @Test
    default void namesAreUniqueAndTheOrderIsStable() {
        List<String> names = source().entries().stream().map(PairEntry::name).toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        assertThat(source().entries()).extracting(PairEntry::name).isEqualTo(names);
    }

    @Test
    default void aPairIsWhatItsEntrySays() {
        for (PairEntry entry : source().entries()) {
            NoisyPair pair = entry.load();
            assertThat(pair.scene()).as(entry.name()).isEqualTo(entry.scene());
            assertThat(pair.capture()).as(entry.name()).isEqualTo(entry.capture());
            assertThat(pair.clean().sameShape(pair.noisy())).as(entry.name()).isTrue();
        }
    }

    @Test
    default void loadingAgainGivesEqualPixels() {
        PairEntry entry = source().entries().get(0);
        NoisyPair first = entry.load();
        assertThat(entry.load()).isEqualTo(first);
        assertThat(source().entries().get(0).load()).isEqualTo(first);
    }

    @Test
    default void manyThreadsLoadWhatOneDoes() {
        List<PairEntry> entries = source().entries();
        List<NoisyPair> inTurn = entries.stream().map(PairEntry::load).toList();
        assertThat(entries.parallelStream().map(PairEntry::load).toList()).isEqualTo(inTurn);
    }

    @Test
    default void theFingerprintStaysTheSame() {
        assertThat(source().fingerprint()).isNotBlank().isEqualTo(source().fingerprint());
    }
}
