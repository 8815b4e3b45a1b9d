package io.grainflow.tensor;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * Dropout (Srivastava et al., JMLR 2014): values are set to zero at random, and the others are scaled so that the expectation does not
 * change. Which values are dropped is a function of the seed and the position alone; libtorch's generator is not used.
 */
public final class Dropout {
    private Dropout() {}

    /**
     * Drops single values.
     *
     * @param rate share that is lost, in [0,1)
     */
    public static Tensor elements(Tensor x, double rate, Seed seed) {
        Shapes.requireReal("dropout", x);
        return x.mul(mask(rate, seed, x, x.shape()));
    }

    /**
     * Drops whole channels (Tompson et al., CVPR 2015, section 3.2).
     *
     * @param x [N,C,H,W]
     * @param rate share that is lost, in [0,1)
     */
    public static Tensor channels(Tensor x, double rate, Seed seed) {
        long[] shape = x.shape();
        Shapes.requireImage("dropout", -1, shape);
        return x.mul(mask(rate, seed, x, shape[0], shape[1], 1, 1));
    }

    /** 0 with probability rate, else 1 / (1 - rate), in the format and on the device of a tensor. */
    private static Tensor mask(double rate, Seed seed, Tensor like, long... shape) {
        requireRate(rate);
        RandomField field = new RandomField(seed);
        float[] values = new float[Math.toIntExact(Shapes.count(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.uniform(i, 0) < rate ? 0 : 1;
        }
        return Tensor.of(values, shape).to(like.dtype()).to(like.device()).mul(1 / (1 - rate));
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout expects a rate in [0,1), got " + rate);
        }
    }
}
