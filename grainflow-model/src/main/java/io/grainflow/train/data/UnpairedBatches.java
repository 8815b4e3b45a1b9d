package io.grainflow.train.data;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.TrainPlan;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Random patches of clean and of noisy images, drawn independently of each other, flipped and rotated at random; packed raw images keep
 * their orientation, because rows and columns of the sensor differ. A batch is a function of the seed and its number alone.
 */
public final class UnpairedBatches implements Batches<UnpairedBatch> {
    private final Function<PairEntry, Image> clean;
    private final Function<PairEntry, Image> noisy;
    private final Pool cleanPool;
    private final Pool noisyPool;
    private final int channels;
    private final boolean turned;
    private final int count;
    private final int size;
    private final Seed seed;

    /**
     * Batches of a plan.
     *
     * @param poolImages number of images of each kind that stay decoded at a time
     */
    public UnpairedBatches(UnpairedData data, TrainPlan plan, int poolImages, Seed seed) {
        this.clean = entry -> data.clean().cache().load(entry).clean();
        this.noisy = entry -> data.noisy().cache().load(entry).noisy();
        this.cleanPool = pool(data.clean(), plan, poolImages, seed.child("clean pool"));
        this.noisyPool = pool(data.noisy(), plan, poolImages, seed.child("noisy pool"));
        this.channels = data.noisy().channels();
        this.turned = data.noisy().domain() != PixelDomain.RAW_PACKED;
        this.count = plan.batchSize();
        this.size = data.all().patchSize(plan);
        this.seed = seed.child("patches");
    }

    private static Pool pool(TrainingData data, TrainPlan plan, int poolImages, Seed seed) {
        List<PairEntry> entries = plan.balanced() ? EntryPool.balanced(data.training()) : data.training();
        return new EntryPool(entries, poolImages, Math.max(1, plan.patchesPerImage() / plan.batchSize()), seed);
    }

    @Override
    public UnpairedBatch at(long step) {
        int patch = channels * size * size;
        UnpairedBatch batch =
                new UnpairedBatch(count, channels, size, new float[count * patch], new float[count * patch]);
        for (int i = 0; i < count; i++) {
            Seed own = seed.child(step).child(i);
            fill(clean, cleanPool, step, own.child("clean").random(), batch.clean(), i * patch);
            fill(noisy, noisyPool, step, own.child("noisy").random(), batch.noisy(), i * patch);
        }
        return batch;
    }

    private void fill(
            Function<PairEntry, Image> images,
            Pool pool,
            long step,
            SplittableRandom random,
            float[] into,
            int offset) {
        Image image = images.apply(pool.draw(step, random));
        int top = random.nextInt(image.height() - size + 1);
        int left = random.nextInt(image.width() - size + 1);
        Orientation orientation = Orientation.of(turned ? random.nextInt(8) : 0);
        orientation.copy(image.crop(top, left, size, size), into, offset);
    }
}
