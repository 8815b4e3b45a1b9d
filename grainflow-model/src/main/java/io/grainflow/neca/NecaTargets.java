package io.grainflow.neca;

import io.grainflow.tensor.Reductions;
import io.grainflow.tensor.Resampling;
import io.grainflow.tensor.Tensor;

/** What gains and levels are compared with, measured on the real noise [N,C,H,W]. */
final class NecaTargets {
    private static final int WINDOW = 7;

    private NecaTargets() {}

    /** Unbiased standard deviation over all values of an image, [N,1,1,1]. */
    static Tensor gain(Tensor noise) {
        return Reductions.deviation(noise, true, 1, 2, 3);
    }

    /**
     * Standard deviation in the 7x7 window around every value, [N,C,H,W]. Zeros beyond the border count, so that levels at the border are
     * too low. Variances that rounding makes negative are 0; the published code has no number there.
     */
    static Tensor level(Tensor noise) {
        Tensor mean = Resampling.windowMean(noise, WINDOW);
        return Resampling.windowMean(noise.square(), WINDOW)
                .sub(mean.square())
                .relu()
                .sqrt();
    }
}
