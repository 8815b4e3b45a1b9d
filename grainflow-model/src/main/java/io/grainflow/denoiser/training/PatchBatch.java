package io.grainflow.denoiser.training;

/**
 * Noisy patches and their targets.
 *
 * @param count number of patches N
 * @param channels C
 * @param size height and width
 * @param input noisy [N,C,size,size]
 * @param target [N,C,size,size]
 * @param known 1 where the target's value is known, else 0, [N,C,size,size]; empty if all are
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the maker to the one reader
public record PatchBatch(int count, int channels, int size, float[] input, float[] target, float[] known) {}
