package io.grainflow.metric;

import io.grainflow.image.Image;

/**
 * Kullback-Leibler divergence KL(real || fake) in nats between the histograms of real and synthetic noise, all channels pooled. Each
 * constant follows one published evaluation; values of different constants are not comparable.
 *
 * <p>The caller decides whether the fake is quantised. This changes the value as much as the difference between two good models: real noise
 * lies on the 8-bit grid, which fills the bins unevenly, and a continuous fake does not. Rounding is {@code fake.quantised(255)}.
 */
public enum NoiseDivergence {
    /**
     * As the authors of NAFlow: 256 bins on [-1,1]; bins empty on either side are left out without renormalising, so
     * that the value can be slightly negative. Their fakes are not quantised.
     */
    NAFLOW(256, 0, true) {
        @Override
        int bin(float clean, float noisy) {
            // The product is exact, so rounding cannot move a value to another bin.
            return (int) Math.min(255, Math.floor((noisy - clean) * 128.0) + 128);
        }
    },
    /**
     * As the authors of NeCA: 64 bins on [-0.1,0.1] and one for the values on either side; empty bins as in {@link #NAFLOW}. Their fakes
     * are rounded to 8 bit.
     */
    NECA(66, 0, true) {
        @Override
        int bin(float clean, float noisy) {
            double noise = noisy - clean;
            int guess = (int) Math.floor((noise + 0.1) / NECA_STEP);
            int bin = Math.min(64, Math.max(-1, guess));
            while (bin >= 0 && noise < necaEdge(bin)) {
                bin--;
            }
            while (bin < 64 && noise >= necaEdge(bin + 1)) {
                bin++;
            }
            return bin + 1;
        }
    },
    /**
     * As the authors of Noise Flow, for raw images: the bins of {@link #NECA}; the fake is not clamped to [0,1], because theirs is not.
     * They compute the mean over patches of 32x32x4 values: {@link #klNatsOfPatches}.
     */
    NOISE_FLOW(66, 0, false) {
        @Override
        int bin(float clean, float noisy) {
            return NECA.bin(clean, noisy);
        }
    },
    /** As the authors of Noise2NoiseFlow: {@link #NOISE_FLOW} with one count added to every bin. */
    NOISE2NOISE_FLOW(66, 1, false) {
        @Override
        int bin(float clean, float noisy) {
            return NECA.bin(clean, noisy);
        }
    },
    /**
     * As the authors of Flow-sRGB: bins of four grey levels from -260 to 260, one count added to every bin. Meant for images on the 8-bit
     * grid: noise within a thousandth of a grey level of an integer is rounded to it.
     */
    FLOW_SRGB(130, 1, true) {
        @Override
        int bin(float clean, float noisy) {
            return greyBin(clean, noisy, 1e-3);
        }
    },
    /**
     * As the authors of NM-FlowGAN: the bins of {@link #FLOW_SRGB}; the fake is neither clamped nor rounded, so that only the error of float32 is
     * rounded away. Values beyond the bins are in the last entry of a histogram: they are in the number of values, but in no bin. They compute
     * the mean over patches of 96x96x3 values: {@link #klNatsOfPatches}.
     */
    NM_FLOWGAN(131, 1, false) {
        @Override
        int bin(float clean, float noisy) {
            int bin = greyBin(clean, noisy, 3e-5);
            return bin >= 0 && bin < GREY_BINS ? bin : GREY_BINS;
        }

        @Override
        int compared() {
            return GREY_BINS;
        }
    },
    /**
     * As the authors of C2N: a bin for each integer grey level of noise, -255 to 255, the histograms of all images together. They do not say what
     * becomes of bins that are empty on one side: here they are left out as in {@link #NAFLOW}.
     */
    C2N(511, 0, true) {
        @Override
        int bin(float clean, float noisy) {
            return (int) Math.floor(255.0 * noisy - 255.0 * clean + 0.5) + 255;
        }
    };

    private static final int GREY_BINS = 130;

    /** The step between the authors' edges -0.1 + i * step, i = 0..64, as their arithmetic rounds it. */
    private static final double NECA_STEP = (-0.1 + 0.2 / 64) - -0.1;

    private final int bins;
    private final int added;
    /** Whether synthetic images are clamped to [0,1] before they are compared. */
    private final boolean limitsFake;

    NoiseDivergence(int bins, int added, boolean limitsFake) {
        this.bins = bins;
        this.added = added;
        this.limitsFake = limitsFake;
    }

    /** The bin of one noise value; both values in [0,1]. */
    abstract int bin(float clean, float noisy);

    /** How many entries of a histogram are bins. */
    int compared() {
        return bins;
    }

    /** KL(real || fake) of one image. Real noisy images are clamped to [0,1] first, fakes only if the constant says so. */
    public double klNats(Image clean, Image real, Image fake) {
        return klNats(histogram(clean, real), histogram(clean, fake, limitsFake));
    }

    /**
     * Mean of KL(real || fake) over the patches of an image; pixels that do not fill a patch are left out.
     *
     * @param side of a patch in pixels
     * @return NaN if the image is smaller than a patch
     */
    public double klNatsOfPatches(Image clean, Image real, Image fake, int side) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y + side <= clean.height(); y += side) {
            for (int x = 0; x + side <= clean.width(); x += side) {
                sum += klNats(clean.crop(y, x, side, side), real.crop(y, x, side, side), fake.crop(y, x, side, side));
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** KL(real || fake) of two histograms of this rule, which may be sums over several images. */
    public double klNats(long[] real, long[] fake) {
        double realTotal = total(real);
        double fakeTotal = total(fake);
        double sum = 0;
        for (int i = 0; i < compared(); i++) {
            double p = (real[i] + added) / realTotal;
            double q = (fake[i] + added) / fakeTotal;
            if (p > 0 && q > 0) {
                sum += p * Math.log(p / q);
            }
        }
        return sum;
    }

    /** Counts of noisy - clean per bin of this rule. The noisy image is clamped to [0,1] first. */
    public long[] histogram(Image clean, Image noisy) {
        return histogram(clean, noisy, true);
    }

    private long[] histogram(Image clean, Image noisy, boolean limit) {
        SameShape.check("NoiseDivergence", clean, noisy);
        float[] cleanValues = clean.toArray();
        float[] noisyValues = noisy.toArray();
        long[] counts = new long[bins];
        for (int i = 0; i < cleanValues.length; i++) {
            float limited = limit ? Math.min(1f, Math.max(0f, noisyValues[i])) : noisyValues[i];
            counts[bin(Math.min(1f, Math.max(0f, cleanValues[i])), limited)]++;
        }
        return counts;
    }

    private double total(long[] counts) {
        if (counts.length != bins) {
            throw new IllegalArgumentException(
                    "NoiseDivergence " + this + " expects " + bins + " bins, got " + counts.length);
        }
        long sum = (long) added * compared();
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /**
     * The bin of four grey levels from -260.
     *
     * @param tolerance noise so close to an integer of grey levels is that integer, which may be an edge
     */
    private static int greyBin(float clean, float noisy, double tolerance) {
        double levels = 255.0 * noisy - 255.0 * clean;
        double nearest = Math.rint(levels);
        return (int) Math.floor(((Math.abs(levels - nearest) < tolerance ? nearest : levels) + 260) / 4);
    }

    private static double necaEdge(int index) {
        return index > 64 ? 1000 : -0.1 + index * NECA_STEP;
    }
}
