package io.grainflow.job.evaluate;

import io.grainflow.image.Image;
import io.grainflow.metric.NoiseDivergence;
import java.util.List;

/** How often each grey level of noise occurs in real and in synthetic images. */
final class LevelCounts {
    private static final int EIGHT_BIT = 255;

    private final long[] real;
    private final long[] synthetic;

    private LevelCounts(long[] real, long[] synthetic) {
        this.real = real;
        this.synthetic = synthetic;
    }

    /** The counts of one image. The synthetic image is rounded to 8 bit. */
    static LevelCounts of(Image clean, Image real, Image synthetic) {
        return new LevelCounts(
                NoiseDivergence.C2N.histogram(clean, real),
                NoiseDivergence.C2N.histogram(clean, synthetic.quantised(EIGHT_BIT)));
    }

    /** The counts of several images together. */
    static LevelCounts sum(List<LevelCounts> counts) {
        if (counts.isEmpty()) {
            return new LevelCounts(new long[0], new long[0]);
        }
        long[] real = new long[counts.get(0).real.length];
        long[] synthetic = new long[real.length];
        for (LevelCounts one : counts) {
            for (int i = 0; i < real.length; i++) {
                real[i] += one.real[i];
                synthetic[i] += one.synthetic[i];
            }
        }
        return new LevelCounts(real, synthetic);
    }

    /** KL(real || synthetic) in nats, the rule of C2N; NaN without images. */
    double klNats() {
        return real.length == 0 ? Double.NaN : NoiseDivergence.C2N.klNats(real, synthetic);
    }
}
