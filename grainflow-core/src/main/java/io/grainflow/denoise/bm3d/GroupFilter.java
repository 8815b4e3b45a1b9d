package io.grainflow.denoise.bm3d;

/** Shrinks the coefficients of a group. */
interface GroupFilter {
    /** Whether the filter also needs the group of the guide's blocks. */
    boolean guided();

    /**
     * Filters in place.
     *
     * @param noisy transformed group
     * @param guide transformed group at the same places, overwritten; not read by an unguided filter
     * @return weight of the group's blocks: the inverse of the noise left in them, up to the factor 1/sigma^2
     */
    float shrink(HaarStack noisy, HaarStack guide, int channel);
}
