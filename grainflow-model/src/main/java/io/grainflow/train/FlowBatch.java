package io.grainflow.train;

/**
 * Patches of pairs for a flow, with all random numbers already drawn.
 *
 * @param count number of patches N
 * @param channels C
 * @param size height and width
 * @param clean [N,C,size,size]
 * @param conditioned clean with conditioning noise, same shape
 * @param noisy dequantised, same shape
 * @param chosen a one in each row at the patch's configuration, [N,K]
 * @param weights of pixels in the likelihood, [N,size,size]; empty if all count
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
record FlowBatch(
        int count,
        int channels,
        int size,
        float[] clean,
        float[] conditioned,
        float[] noisy,
        float[] chosen,
        float[] weights) {}
