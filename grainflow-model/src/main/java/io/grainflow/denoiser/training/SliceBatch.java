package io.grainflow.denoiser.training;

import io.grainflow.mri.ZeroPadding;
import io.grainflow.mri.Measurement;
import io.grainflow.mri.Spectrum;
import java.util.List;

/**
 * Degraded slices and what should become of them.
 *
 * @param frame the size that all have as input
 * @param input degraded slices inside black planes [N,1,H,W]
 * @param slices what was measured of each and its target, N of them
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
record SliceBatch(ZeroPadding frame, float[] input, List<Slice> slices) {
    SliceBatch {
        slices = List.copyOf(slices);
    }

    /** One of them. */
    record Slice(Measurement measurement, Spectrum target) {}

    /** N. */
    int count() {
        return slices.size();
    }
}
