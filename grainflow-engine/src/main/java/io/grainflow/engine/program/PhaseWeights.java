package io.grainflow.engine.program;

import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;

/** Weights of a 3x3 convolution whose first inputs are upsampled: taps that read the same value of a 2x2 block are added. */
final class PhaseWeights {
    private static final int TAPS = 9;

    private PhaseWeights() {}

    /**
     * The part of the convolution that reads upsampled values.
     *
     * @param doubled how many of its inputs, from the first, are upsampled
     * @param withBias whether this part adds the bias
     */
    static Step.UpConvolve of(Operation.Convolution convolution, int doubled, boolean withBias) {
        List<float[]> phases = new ArrayList<>();
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                phases.add(phase(convolution, doubled, row, column));
            }
        }
        float[] bias = withBias ? convolution.bias() : new float[convolution.outputs()];
        return new Step.UpConvolve(doubled, convolution.outputs(), phases, bias);
    }

    private static float[] phase(Operation.Convolution convolution, int doubled, int row, int column) {
        float[] weight = new float[convolution.outputs() * doubled * 4];
        for (int o = 0; o < convolution.outputs(); o++) {
            for (int i = 0; i < doubled; i++) {
                int from = (o * convolution.inputs() + i) * TAPS;
                int to = (o * doubled + i) * 4;
                for (int k = 0; k < TAPS; k++) {
                    int y = (k / 3 + row + 1) / 2 - row;
                    int x = (k % 3 + column + 1) / 2 - column;
                    weight[to + y * 2 + x] += convolution.weight()[from + k];
                }
            }
        }
        return weight;
    }

    /** The part of the convolution that reads the other inputs, with the bias. */
    static Operation.Convolution rest(Operation.Convolution convolution, int doubled) {
        int inputs = convolution.inputs() - doubled;
        float[] weight = new float[convolution.outputs() * inputs * TAPS];
        for (int o = 0; o < convolution.outputs(); o++) {
            int from = (o * convolution.inputs() + doubled) * TAPS;
            System.arraycopy(convolution.weight(), from, weight, o * inputs * TAPS, inputs * TAPS);
        }
        return new Operation.Convolution(inputs, convolution.outputs(), 3, weight, convolution.bias());
    }
}
