package io.grainflow.engine;

/**
 * Weights as 8-bit integers with one scale per output channel.
 *
 * @param values in the order of the weights
 * @param scales what one step stands for, [outputs]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record QuantisedWeights(byte[] values, float[] scales) {
    private static final int FULL = 127;

    /** Two products of an unsigned and a signed byte fit into 16 bits if the signed one has 7. */
    private static final int WITHOUT_VNNI = 63;

    /**
     * The largest weight as an integer.
     *
     * @param signed whether the values that weights multiply are signed
     */
    static int levels(boolean signed) {
        return signed || OneDnn.hasVnni() ? FULL : WITHOUT_VNNI;
    }

    /**
     * Rounds weights.
     *
     * @param weight [outputs, ...]
     * @param signed whether the values that they multiply are signed: the library then halves the weights itself where it must
     */
    static QuantisedWeights of(float[] weight, int outputs, boolean signed) {
        int most = levels(signed);
        int taps = weight.length / outputs;
        byte[] values = new byte[weight.length];
        float[] scales = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            float largest = 0;
            for (int i = o * taps; i < (o + 1) * taps; i++) {
                largest = Math.max(largest, Math.abs(weight[i]));
            }
            scales[o] = largest == 0 ? 1 : largest / most;
            for (int i = o * taps; i < (o + 1) * taps; i++) {
                values[i] = (byte) Math.round(weight[i] / scales[o]);
            }
        }
        return new QuantisedWeights(values, scales);
    }
}
