package io.grainflow.model;

/** Runs a trained network. Safe for one thread at a time. */
public interface InferenceEngine {
    /**
     * The network's output for one window, zero-padded at its borders.
     *
     * @param values [C,H,W]
     * @return [C',H,W]
     */
    float[] run(float[] values, int channels, int height, int width);
}
