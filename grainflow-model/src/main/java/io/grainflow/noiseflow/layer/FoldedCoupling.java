package io.grainflow.noiseflow.layer;

/**
 * The network of an affine coupling with its normalisations folded into the convolutions: 3x3, ReLU, 1x1, ReLU, 3x3 with an extra input
 * that is 1 outside the image.
 *
 * @param half channels that it changes
 * @param width channels inside
 * @param first [width,inputs,3,3]
 * @param firstBias [width]
 * @param second [width,width]
 * @param secondBias [width]
 * @param third [2*half,width+1,3,3], shifts before logarithms of scales
 * @param thirdBias [2*half]
 * @param rescale bound of the logarithms of scales
 */
@SuppressWarnings("ArrayRecordComponent") // weights on their way, never compared
public record FoldedCoupling(
        int half,
        int width,
        double[] first,
        double[] firstBias,
        double[] second,
        double[] secondBias,
        double[] third,
        double[] thirdBias,
        double rescale) {
    /** Channels that it sees. */
    int inputs() {
        return first.length / (9 * width);
    }
}
