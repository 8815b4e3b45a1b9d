package io.grainflow.c2n;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;

/**
 * The random numbers of one pass of the generator.
 *
 * @param style standard normal, [N,styles]
 * @param normal standard normal, of the signal-dependent features, [N,width,H,W]
 * @param independent the signal-independent features, [N,width,H,W], of the distribution that the specification names
 */
record C2nDraws(Tensor style, Tensor normal, Tensor independent) {
    /** Draws for a batch of patches, a function of the seed. */
    static C2nDraws of(C2nSpec spec, Seed seed, long count, long height, long width, Device device) {
        long[] features = {count, spec.width(), height, width};
        return new C2nDraws(
                Tensor.randn(seed.child("style"), count, spec.styles()).to(device),
                Tensor.randn(seed.child("latent"), features).to(device),
                independent(spec, seed.child("independent"), features).to(device));
    }

    private static Tensor independent(C2nSpec spec, Seed seed, long... shape) {
        return spec.distribution() == C2nSpec.Distribution.NORMAL ? Tensor.randn(seed, shape) : uniform(seed, shape);
    }

    /** Numbers uniform in (0,1). */
    static Tensor uniform(Seed seed, long... shape) {
        int count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, (int) extent);
        }
        RandomField field = new RandomField(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) field.uniform(i, 0);
        }
        return Tensor.of(values, shape);
    }
}
