package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * White Gaussian noise as NumPy draws it: {@code numpy.random.seed(seed); image + numpy.random.normal(0, sigma, shape)} with
 * the channels innermost. Python code of denoising papers seeds the generator in this way for every image; with the same noise, published figures
 * can be reproduced to the last digits. Generator: MT19937 (Matsumoto, Nishimura, ACM TOMACS
 * 8(1), 1998); normal numbers by the polar method (Marsaglia, Bray, SIAM Review 6(3), 1964).
 *
 * @param sigma standard deviation, white = 1
 */
record NumpyNoise(double sigma) implements NoiseModel {
    /** {@inheritDoc} Only the lower 32 bits of the seed are used. */
    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        NormalNumbers numbers = new NormalNumbers((int) seed.value());
        int plane = clean.height() * clean.width();
        float[] values = clean.toArray();
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < clean.channels(); c++) {
                values[c * plane + i] = (float) (values[c * plane + i] + sigma * numbers.next());
            }
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), values);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /** Standard normal numbers in NumPy's legacy order. */
    static final class NormalNumbers {
        private static final int SIZE = 624;
        private static final int MIDDLE = 397;
        private static final int UPPER = 0x80000000;
        private static final int TWIST = 0x9908B0DF;

        private final int[] state = new int[SIZE];
        private int position = SIZE;
        private double kept = Double.NaN;

        NormalNumbers(int seed) {
            state[0] = seed;
            for (int i = 1; i < SIZE; i++) {
                state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
            }
        }

        double next() {
            if (!Double.isNaN(kept)) {
                double second = kept;
                kept = Double.NaN;
                return second;
            }
            double a;
            double b;
            double squared;
            do {
                a = 2 * uniform() - 1;
                b = 2 * uniform() - 1;
                squared = a * a + b * b;
            } while (squared >= 1 || squared == 0);
            double factor = Math.sqrt(-2 * Math.log(squared) / squared);
            kept = factor * a;
            return factor * b;
        }

        /** 53 random bits as a number in [0,1). */
        private double uniform() {
            long high = Integer.toUnsignedLong(bits()) >>> 5;
            long low = Integer.toUnsignedLong(bits()) >>> 6;
            return (high * 67108864.0 + low) / 9007199254740992.0;
        }

        private int bits() {
            if (position == SIZE) {
                for (int i = 0; i < SIZE; i++) {
                    int joined = (state[i] & UPPER) | (state[(i + 1) % SIZE] & ~UPPER);
                    int shifted = joined >>> 1;
                    state[i] = state[(i + MIDDLE) % SIZE] ^ ((joined & 1) == 0 ? shifted : shifted ^ TWIST);
                }
                position = 0;
            }
            int y = state[position++];
            y ^= y >>> 11;
            y ^= (y << 7) & 0x9D2C5680;
            y ^= (y << 15) & 0xEFC60000;
            return y ^ (y >>> 18);
        }
    }
}
