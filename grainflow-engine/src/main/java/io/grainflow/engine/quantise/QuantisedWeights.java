package io.grainflow.engine.quantise;

/**
 * Weights as 8-bit integers with one scale per output channel.
 *
 * @param values in the order of the weights
 * @param scales value of one integer step, [outputs]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QuantisedWeights(byte[] values, float[] scales) {
    /**
     * Rounds weights.
     *
     * @param weight [outputs, ...]
     * @param most the largest integer, see {@link WeightRange#largest}
     */
    public static QuantisedWeights of(float[] weight, int outputs, int most) {
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
