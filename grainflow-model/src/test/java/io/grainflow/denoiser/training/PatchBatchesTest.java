package io.grainflow.denoiser.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.data.EntryPool;
import io.grainflow.train.data.Orientation;
import io.grainflow.train.data.Prefetch;
import io.grainflow.train.data.SyntheticPairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Batches are functions of their number. */
final class PatchBatchesTest {
    private static final Supervision GAUSSIAN = Supervision.of(TrainingNoise.parse("gaussian:25"), Target.CLEAN);

    @Test
    void equalNumbersGiveEqualBatchesInAnyOrder() {
        PatchBatch first = batches(GAUSSIAN).at(7);
        PatchBatches others = batches(GAUSSIAN);
        others.at(3);
        others.at(8);
        assertThat(others.at(7).input()).isEqualTo(first.input());
        assertThat(others.at(7).target()).isEqualTo(first.target());
        assertThat(others.at(8).input()).isNotEqualTo(first.input());
        assertThat(first.input()).hasSize(4 * 3 * 12 * 12);
    }

    @Test
    void prefetchingGivesThemInOrder() {
        PatchBatches batches = batches(GAUSSIAN);
        try (Prefetch<PatchBatch> ahead = new Prefetch<>(batches, 5, 30, 3)) {
            for (long step = 5; step < 30; step++) {
                assertThat(ahead.take().input()).isEqualTo(batches.at(step).input());
            }
        }
    }

    @Test
    void noiseHasItsStrengthAndIsFresh() {
        PatchBatch batch = batches(GAUSSIAN).at(0);
        double square = 0;
        for (int i = 0; i < batch.input().length; i++) {
            double noise = batch.input()[i] - batch.target()[i];
            square += noise * noise / batch.input().length;
        }
        assertThat(255 * Math.sqrt(square)).isBetween(23.0, 27.0);
        Supervision twoDraws = Supervision.of(GAUSSIAN.noise(), Target.NOISY);
        PatchBatch noise2Noise = batches(twoDraws).at(0);
        assertThat(noise2Noise.input()).isEqualTo(batch.input());
        assertThat(noise2Noise.target()).isNotEqualTo(batch.target()).isNotEqualTo(batch.input());
    }

    @Test
    void blindNoiseDiffersFromPatchToPatch() {
        TrainingNoise blind = TrainingNoise.parse("gaussian:0-55");
        var pair = SyntheticPairs.of(1, 1, 64, 0.1).get(0).load();
        Set<Long> rounded = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            float[] noisy = blind.noisy(pair, new Seed(i)).toArray();
            float[] clean = pair.clean().toArray();
            double square = 0;
            for (int k = 0; k < noisy.length; k++) {
                square += Math.pow(noisy[k] - clean[k], 2) / noisy.length;
            }
            assertThat(255 * Math.sqrt(square)).isBetween(0.0, 60.0);
            rounded.add(Math.round(255 * Math.sqrt(square)));
        }
        assertThat(rounded).hasSizeGreaterThan(8);
    }

    @Test
    void orientationsAreTheEightOfASquare() {
        Image image = Image.copyOf(PixelDomain.SRGB, 3, 3, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            float[] turned = new float[9];
            Orientation.of(i).copy(image, turned, 0);
            assertThat(turned[4]).isEqualTo(5);
            seen.add(Arrays.toString(turned));
        }
        assertThat(seen).hasSize(8);
    }

    @Test
    void smallPoolsTakeEveryImageInTurn() {
        List<PairEntry> entries = SyntheticPairs.of(10, 1, 20, 0.1);
        EntryPool pool = new EntryPool(entries, 3, 2, new Seed(1));
        Map<String, Integer> draws = new HashMap<>();
        for (long step = 0; step < 400; step++) {
            Set<String> now = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                SplittableRandom random = new Seed(step).child(i).random();
                String name = pool.draw(step, random).name();
                now.add(name);
                draws.merge(name, 1, Integer::sum);
            }
            assertThat(now).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(draws).hasSize(10);
        assertThat(draws.values()).allMatch(count -> count > 600 && count < 1000);
    }

    private static PatchBatches batches(Supervision supervision) {
        List<PairEntry> entries = SyntheticPairs.of(4, 3, 30, 0.1);
        EntryPool pool = new EntryPool(entries, 10, 1, new Seed(2));
        return new PatchBatches(pool, PairEntry::load, supervision, 4, 12, new Seed(3));
    }
}
