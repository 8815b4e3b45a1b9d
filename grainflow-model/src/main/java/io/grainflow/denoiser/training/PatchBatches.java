package io.grainflow.denoiser.training;

import io.grainflow.image.Image;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Orientation;
import io.grainflow.train.data.Pool;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Random patches in random orientation, with noise. A batch is a function of the seed and its number alone, so that a resumed training sees
 * what an uninterrupted one does.
 */
final class PatchBatches implements Batches<PatchBatch> {
    private final Pool pool;
    private final Function<PairEntry, NoisyPair> loader;
    private final Supervision supervision;
    private final int count;
    private final int size;
    private final Seed seed;

    PatchBatches(
            Pool pool, Function<PairEntry, NoisyPair> loader, Supervision supervision, int count, int size, Seed seed) {
        this.pool = pool;
        this.loader = loader;
        this.supervision = supervision;
        this.count = count;
        this.size = size;
        this.seed = seed;
    }

    @Override
    public PatchBatch at(long step) {
        float[] input = new float[0];
        float[] target = new float[0];
        float[] known = new float[0];
        int channels = 0;
        for (int i = 0; i < count; i++) {
            Seed own = seed.child(step).child(i);
            SplittableRandom random = own.child("place").random();
            NoisyPair pair = loader.apply(pool.draw(step, random));
            if (i == 0) {
                channels = pair.clean().channels();
                input = new float[count * channels * size * size];
                target = new float[input.length];
            }
            int top = random.nextInt(pair.clean().height() - size + 1);
            int left = random.nextInt(pair.clean().width() - size + 1);
            Orientation orientation = Orientation.of(random.nextInt(8));
            NoisyPair patch = new NoisyPair(
                    pair.scene(),
                    pair.clean().crop(top, left, size, size),
                    pair.noisy().crop(top, left, size, size),
                    pair.capture());
            Image noisy = supervision.input(patch, own);
            Image wanted = supervision.target(patch, own);
            int offset = i * channels * size * size;
            orientation.copy(noisy, input, offset);
            orientation.copy(wanted, target, offset);
            Optional<Image> mask = supervision.known(patch, own);
            if (mask.isPresent()) {
                known = known.length == 0 ? new float[target.length] : known;
                orientation.copy(mask.get(), known, offset);
            }
        }
        return new PatchBatch(count, channels, size, input, target, known);
    }
}
