package io.grainflow.train.data;

import io.grainflow.flow.Dequantisation;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
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
 * @param pool images that patches are taken from
 * @param input how patches are prepared for the flow
 * @param replay an earlier model whose samples replace the noise of every second patch, so that the training does not forget it
 */
public record FlowBatches(
        EntryPool pool,
        Function<PairEntry, NoisyPair> loader,
        FlowInput input,
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
     * @param captures captures that are sampled
     */
    public record Replay(NoiseModel model, List<Capture> captures) {}

    @Override
    public FlowBatch at(long step) {
        int plane = size * size;
        int patch = input.channels() * plane;
        FlowBatch batch = new FlowBatch(
                count,
                input.channels(),
                size,
                new float[count * patch],
                new float[count * patch],
                new float[count * patch],
                new float[count * input.configurations()],
                new float[mask.masks() ? count * plane : 0]);
        for (int i = 0; i < count; i++) {
            fill(batch, i, step, seed.child(step).child(i));
        }
        return batch;
    }

    private void fill(FlowBatch batch, int index, long step, Seed own) {
        SplittableRandom random = own.child("place").random();
        NoisyPair pair = replayed(cut(loader.apply(pool.draw(step, random)), random), index, own);
        Orientation orientation = Orientation.of(input.turned() ? random.nextInt(8) : 0);
        int patch = input.channels() * size * size;
        int offset = index * patch;
        orientation.copy(pair.clean(), batch.clean(), offset);
        orientation.copy(pair.noisy(), batch.noisy(), offset);
        disturb(batch, offset, patch, own);
        batch.chosen()[index * input.configurations() + input.index(pair.capture())] = 1;
        if (mask.masks()) {
            orientation.copy(mask.weights(pair.clean()), batch.weights(), index * size * size);
        }
    }

    /** Adds noise to the condition, and dequantises the noisy values. */
    private void disturb(FlowBatch batch, int offset, int patch, Seed own) {
        RandomField condition = new RandomField(own.child("condition"));
        RandomField grid = new RandomField(own.child("dequantisation"));
        for (int k = offset; k < offset + patch; k++) {
            double noised = batch.clean()[k];
            if (input.conditionNoise() > 0) {
                noised += input.conditionNoise() * condition.normal(k - offset);
            }
            batch.conditioned()[k] = (float) Math.min(1, Math.max(0, noised));
            if (input.quantisationLevels() > 0) {
                Dequantisation dequantisation = new Dequantisation(input.quantisationLevels());
                batch.noisy()[k] = dequantisation.apply(batch.noisy()[k], grid.uniform(k - offset, 0));
            }
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
        boolean eightBit = noisy.domain() == PixelDomain.SRGB;
        return new NoisyPair(patch.scene(), patch.clean(), eightBit ? noisy.quantised(EIGHT_BIT) : noisy, capture);
    }
}
