package io.grainflow.denoiser.training;

import io.grainflow.image.Image;
import io.grainflow.mri.CircularShift;
import io.grainflow.mri.FrequencyMask;
import io.grainflow.mri.KSpaceSampling;
import io.grainflow.mri.Measurement;
import io.grainflow.mri.Spectrum;
import io.grainflow.mri.ZeroPadding;
import io.grainflow.pair.NoisyPair;
import io.grainflow.pair.PairEntry;
import io.grainflow.random.Seed;
import io.grainflow.train.data.Batches;
import io.grainflow.train.data.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Whole slices, shifted circularly by up to 64 pixels in each direction and measured twice (Lehtinen et al., Noise2Noise, ICML 2018,
 * section 3.4, as in the released code). A batch is a function of the seed and its number alone.
 */
final class SliceBatches implements Batches<SliceBatch> {
    private static final int LARGEST_SHIFT = 64;

    private final Pool pool;
    private final Function<PairEntry, NoisyPair> loader;
    private final KSpaceSampling sampling;
    private final Target target;
    private final int count;
    private final int block;
    private final Seed seed;

    /** @param block the input's height and width are multiples of this */
    SliceBatches(
            Pool pool,
            Function<PairEntry, NoisyPair> loader,
            KSpaceSampling sampling,
            Target target,
            int count,
            int block,
            Seed seed) {
        this.pool = pool;
        this.loader = loader;
        this.sampling = sampling;
        this.target = target;
        this.count = count;
        this.block = block;
        this.seed = seed;
    }

    @Override
    public SliceBatch at(long step) {
        List<SliceBatch.Slice> slices = new ArrayList<>();
        List<double[]> degraded = new ArrayList<>();
        ZeroPadding frame = new ZeroPadding(block, block);
        for (int i = 0; i < count; i++) {
            Seed own = seed.child(step).child(i);
            Spectrum spectrum = Spectrum.of(shifted(step, own.child("place").random()));
            FrequencyMask measured = mask(spectrum, own.child("input"));
            Spectrum wanted = target == Target.CLEAN
                    ? spectrum
                    : sampling.weighted(spectrum, mask(spectrum, own.child("target")));
            slices.add(new SliceBatch.Slice(new Measurement(spectrum, measured), wanted));
            degraded.add(sampling.weighted(spectrum, measured).inverse());
            frame = frame.joined(ZeroPadding.around(spectrum.height(), spectrum.width(), block));
        }
        float[] input = new float[count * frame.size()];
        for (int i = 0; i < count; i++) {
            frame.put(degraded.get(i), slices.get(i).target().width(), input, i);
        }
        return new SliceBatch(frame, input, slices);
    }

    private Image shifted(long step, SplittableRandom random) {
        Image clean = loader.apply(pool.draw(step, random)).clean();
        return new CircularShift(shift(clean.height(), random), shift(clean.width(), random)).of(clean);
    }

    private static int shift(int side, SplittableRandom random) {
        int most = Math.min(LARGEST_SHIFT, (side + 1) / 4);
        return random.nextInt(-most, most + 1);
    }

    private FrequencyMask mask(Spectrum spectrum, Seed own) {
        return sampling.mask(spectrum.height(), spectrum.width(), own);
    }
}
