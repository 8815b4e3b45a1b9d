package io.grainflow.neca;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;

/**
 * All random numbers of a training step.
 *
 * @param latent independent standard normal numbers, [N,C,H,W]
 * @param shares of real noise in the points at which the first critic's gradient is penalised, [N], uniform in (0,1)
 * @param subShares the same of the second critic
 * @param phase which of every 3x3 pixels the second critic sees: row phase / 3, column phase mod 3, in 0..8
 */
record NecaDraws(Tensor latent, Tensor shares, Tensor subShares, int phase) {
    /** Pixels to each side of a block of which the second critic sees one. */
    static final int STEP = 3;

    /** The numbers of a step. */
    static NecaDraws of(Seed seed, Device device, long... shape) {
        return new NecaDraws(
                Tensor.randn(seed.child("latent"), shape).to(device),
                uniform(seed.child("shares"), (int) shape[0]).to(device),
                uniform(seed.child("subShares"), (int) shape[0]).to(device),
                seed.child("phase").random().nextInt(STEP * STEP));
    }

    private static Tensor uniform(Seed seed, int count) {
        RandomField field = new RandomField(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) field.uniform(i, 0);
        }
        return Tensor.of(values, count);
    }
}
