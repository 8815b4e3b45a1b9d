package io.grainflow.train.data;

import io.grainflow.tensor.Tensor;

/**
 * Clean patches, and noisy patches of other places.
 *
 * @param count number of patches N of each kind
 * @param channels C
 * @param size height and width
 * @param clean [N,C,size,size]
 * @param noisy same shape
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
public record UnpairedBatch(int count, int channels, int size, float[] clean, float[] noisy) {
    /** Values of the patches' shape as a tensor [N,C,size,size]. */
    public Tensor tensor(float[] values) {
        return Tensor.of(values, count, channels, size, size);
    }
}
