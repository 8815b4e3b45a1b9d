package io.grainflow.noiseflow.sampling;

import io.grainflow.noiseflow.layer.FoldedCoupling;

/**
 * The weights of a coupling's network in the order in which {@link RowKernels} reads them, and the computation of rows with them. An odd
 * number of output rows is padded with a row of zeros.
 */
final class CouplingKernel {
    private static final int TAPS = 9;
    private static final double HALF = 0.5;

    private final int half;
    private final int width;
    private final int inner;
    private final float[] first;
    private final float[] firstBias;
    private final float[] second;
    private final float[] secondBias;
    private final float[] third;
    private final float[] thirdBias;
    /** Contribution of the extra channel at [output][tap]. */
    private final float[][] edge;

    private final float rescale;
    private final int halvings;

    CouplingKernel(FoldedCoupling network) {
        this.half = network.half();
        this.width = network.width();
        this.inner = width + width % 2;
        this.first = triples(network.first(), width, half, half, 1);
        this.firstBias = even(network.firstBias(), inner);
        this.second = columns(network.second());
        this.secondBias = even(network.secondBias(), inner);
        this.third = triples(network.third(), 2 * half, width, width + 1, HALF);
        this.thirdBias = even(network.thirdBias(), 2 * half);
        this.edge = edge(network);
        this.rescale = (float) network.rescale();
        int squarings = 0;
        while (Math.abs(rescale) / (1 << squarings) > HALF && squarings < 30) {
            squarings++;
        }
        this.halvings = squarings;
    }

    int half() {
        return half;
    }

    /** Rows that {@link #hidden} fills. */
    int innerRows() {
        return inner;
    }

    /** Buffers for intermediate rows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Workspace(float[][] inner, float[][] affine, float[] log) {}

    /** Whether a row is the first or the last one of the image. */
    record Border(boolean top, boolean bottom) {}

    Workspace workspace(int columns) {
        return new Workspace(new float[inner][columns], new float[2 * half][columns], new float[columns]);
    }

    /** Weights of two output rows for each triple of taps, [pair of outputs][input][row of taps][2][3]. */
    private static float[] triples(double[] kernel, int outputs, int inputs, int stride, double factor) {
        int pairs = (outputs + 1) / 2;
        float[] ordered = new float[pairs * inputs * 2 * TAPS];
        int at = 0;
        for (int pair = 0; pair < pairs; pair++) {
            for (int input = 0; input < inputs; input++) {
                for (int row = 0; row < 3; row++) {
                    for (int one = 0; one < 2; one++) {
                        int output = 2 * pair + one;
                        for (int column = 0; column < 3; column++) {
                            ordered[at++] = output < outputs
                                    ? (float) (factor * kernel[(output * stride + input) * TAPS + 3 * row + column])
                                    : 0;
                        }
                    }
                }
            }
        }
        return ordered;
    }

    /** [input][output], halved, because the inputs are doubled. */
    private float[] columns(double[] matrix) {
        float[] ordered = new float[width * inner];
        for (int input = 0; input < width; input++) {
            for (int output = 0; output < width; output++) {
                ordered[input * inner + output] = (float) (HALF * matrix[output * width + input]);
            }
        }
        return ordered;
    }

    private static float[] even(double[] values, int count) {
        float[] result = new float[count];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private float[][] edge(FoldedCoupling network) {
        float[][] taps = new float[2 * half][TAPS];
        for (int output = 0; output < 2 * half; output++) {
            for (int tap = 0; tap < TAPS; tap++) {
                taps[output][tap] = (float) network.third()[(output * (width + 1) + width) * TAPS + tap];
            }
        }
        return taps;
    }

    /** Computes the second hidden layer of a row, multiplied by two, into the centre copies of the target. */
    void hidden(float[][][] above, float[][][] own, float[][][] below, float[][][] target, Workspace work) {
        float[][] x = work.inner();
        int columns = x[0].length;
        for (int from = 0; from < columns; from += RowKernels.BLOCK) {
            int to = Math.min(columns, from + RowKernels.BLOCK);
            convolve(first, firstBias, half, above, own, below, x, from, to);
            for (int k = 0; k < width; k++) {
                RowKernels.twicePositive(x[k], from, to);
            }
            for (int output = 0; output < inner; output += 2) {
                multiply(x, output, target[output][1], target[output + 1][1], from, to);
            }
            for (int k = 0; k < width; k++) {
                RowKernels.twicePositive(target[k][1], from, to);
            }
        }
    }

    private void multiply(float[][] x, int output, float[] u, float[] v, int from, int to) {
        RowKernels.begin(
                secondBias[output], secondBias[output + 1], second[output], second[output + 1], x[0], u, v, from, to);
        for (int input = 1; input < width; input++) {
            int at = input * inner + output;
            RowKernels.add(second[at], second[at + 1], x[input], u, v, from, to);
        }
    }

    /** Computes the changed half of a row before the coupling, into the second half of the output. */
    void uncouple(
            float[][][] above,
            float[][][] own,
            float[][][] below,
            Border border,
            float[][] changed,
            float[][] output,
            Workspace work) {
        float[][] affine = work.affine();
        int columns = affine[0].length;
        float[] bias = thirdBias.clone();
        for (int k = 0; k < bias.length; k++) {
            bias[k] += edge(k, border, false, false);
        }
        for (int from = 0; from < columns; from += RowKernels.BLOCK) {
            int to = Math.min(columns, from + RowKernels.BLOCK);
            convolve(third, bias, width, above, own, below, affine, from, to);
            correctEnds(affine, border, from, to);
            for (int c = 0; c < half; c++) {
                RowKernels.boundedLog(rescale, affine[half + c], work.log(), from, to);
                RowKernels.uncouple(changed[c], affine[c], work.log(), halvings, output[half + c], from, to);
            }
        }
    }

    private void correctEnds(float[][] affine, Border border, int from, int to) {
        int columns = affine[0].length;
        for (int k = 0; k < affine.length; k++) {
            float inside = edge(k, border, false, false);
            if (from == 0) {
                affine[k][0] += edge(k, border, true, columns == 1) - inside;
            }
            if (to == columns && columns > 1) {
                affine[k][columns - 1] += edge(k, border, false, true) - inside;
            }
        }
    }

    /** Adds the contribution of the extra channel: the taps that lie outside the image. */
    private float edge(int output, Border border, boolean left, boolean right) {
        float sum = 0;
        for (int tap = 0; tap < TAPS; tap++) {
            int row = tap / 3;
            int column = tap % 3;
            boolean outside = (row == 0 && border.top())
                    || (row == 2 && border.bottom())
                    || (column == 0 && left)
                    || (column == 2 && right);
            if (outside) {
                sum += edge[output][tap];
            }
        }
        return sum;
    }

    private static void convolve(
            float[] weights,
            float[] bias,
            int inputs,
            float[][][] above,
            float[][][] own,
            float[][][] below,
            float[][] output,
            int from,
            int to) {
        int at = 0;
        for (int o = 0; o < output.length; o += 2) {
            float[] u = output[o];
            float[] v = output[o + 1];
            for (int input = 0; input < inputs; input++) {
                float[][] x = above[input];
                if (input == 0) {
                    RowKernels.begin(bias[o], bias[o + 1], weights, at, x[0], x[1], x[2], u, v, from, to);
                } else {
                    RowKernels.add(weights, at, x[0], x[1], x[2], u, v, from, to);
                }
                float[][] y = own[input];
                RowKernels.add(weights, at + 6, y[0], y[1], y[2], u, v, from, to);
                float[][] z = below[input];
                RowKernels.add(weights, at + 12, z[0], z[1], z[2], u, v, from, to);
                at += 2 * TAPS;
            }
        }
    }
}
