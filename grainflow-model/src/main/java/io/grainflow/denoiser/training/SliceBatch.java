package io.grainflow.denoiser.training;

import io.grainflow.mri.Measurement;
import io.grainflow.mri.Spectrum;
import io.grainflow.mri.ZeroPadding;
import java.util.List;

/**
 * Degraded slices and their targets.
 *
 * @param frame the padded size of all inputs
 * @param input zero-padded degraded slices [N,1,H,W]
 * @param slices measurement and target of each slice, N of them
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
record SliceBatch(ZeroPadding frame, float[] input, List<Slice> slices) {
    SliceBatch {
        slices = List.copyOf(slices);
    }

    /** Measurement and target of one slice. */
    record Slice(Measurement measurement, Spectrum target) {}

    /** The number of slices N. */
    int count() {
        return slices.size();
    }
}
