package io.grainflow.train;

import io.grainflow.flow.Dequantisation;
import io.grainflow.image.Image;
import io.grainflow.model.NaFlowSpec;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Random patches in random orientation for a flow. A batch is a function of the seed and its number alone.
 *
 * @param pool which images
 * @param vocabulary captures in index order
 * @param replay an earlier model whose noise takes the place of every other patch's own, so that it is not forgotten
 */
record FlowBatches(
        EntryPool pool,
        Function<PairEntry, NoisyPair> loader,
        NaFlowSpec spec,
        List<Capture> vocabulary,
        EdgeMask mask,
        Optional<Replay> replay,
        int count,
        int size,
        Seed seed)
        implements Batches<FlowBatch> {
    private static final int EIGHT_BIT = 255;

    /**
     * Noise of an earlier model.
     *
     * @param captures that it is asked for
     */
    record Replay(NoiseModel model, List<Capture> captures) {}

    @Override
    public FlowBatch at(long step) {
        int plane = size * size;
        int patch = spec.channels() * plane;
        FlowBatch batch = new FlowBatch(
                count,
                spec.channels(),
                size,
                new float[count * patch],
                new float[count * patch],
                new float[count * patch],
                new float[count * vocabularySize()],
                new float[mask.masks() ? count * plane : 0]);
        for (int i = 0; i < count; i++) {
            fill(batch, i, step, seed.child(step).child(i));
        }
        return batch;
    }

    private int vocabularySize() {
        return spec.gaussianPerCapture() ? vocabulary.size() : 1;
    }

    private void fill(FlowBatch batch, int index, long step, Seed own) {
        SplittableRandom random = own.child("place").random();
        NoisyPair pair = replayed(cut(loader.apply(pool.draw(step, random)), random), index, own);
        Orientation orientation = Orientation.of(random.nextInt(8));
        int patch = spec.channels() * size * size;
        int offset = index * patch;
        orientation.copy(pair.clean(), batch.clean(), offset);
        orientation.copy(pair.noisy(), batch.noisy(), offset);
        RandomField condition = new RandomField(own.child("condition"));
        RandomField grid = new RandomField(own.child("dequantisation"));
        Dequantisation dequantisation = new Dequantisation(spec.quantisationLevels());
        for (int k = 0; k < patch; k++) {
            double noised = batch.clean()[offset + k] + spec.conditionNoise() * condition.normal(k);
            batch.conditioned()[offset + k] = (float) Math.min(1, Math.max(0, noised));
            batch.noisy()[offset + k] = dequantisation.apply(batch.noisy()[offset + k], grid.uniform(k, 0));
        }
        int chosen = spec.gaussianPerCapture() ? vocabulary.indexOf(pair.capture()) : 0;
        batch.chosen()[index * vocabularySize() + chosen] = 1;
        if (mask.masks()) {
            orientation.copy(mask.weights(pair.clean()), batch.weights(), index * size * size);
        }
    }

    private NoisyPair cut(NoisyPair pair, SplittableRandom random) {
        int top = random.nextInt(pair.clean().height() - size + 1);
        int left = random.nextInt(pair.clean().width() - size + 1);
        return new NoisyPair(
                pair.scene(),
                pair.clean().crop(top, left, size, size),
                pair.noisy().crop(top, left, size, size),
                pair.capture());
    }

    private NoisyPair replayed(NoisyPair patch, int index, Seed own) {
        if (replay.isEmpty() || index % 2 == 0) {
            return patch;
        }
        List<Capture> captures = replay.get().captures();
        Capture capture = captures.get(own.child("replay").random().nextInt(captures.size()));
        Image noisy = replay.get().model().sampleNoisy(patch.clean(), capture, own.child("replayed"));
        return new NoisyPair(patch.scene(), patch.clean(), noisy.quantised(EIGHT_BIT), capture);
    }
}
