package io.grainflow.noiseflow.sampling;

/** A 1x1 convolution, row by row. */
final class MixRows implements Rows {
    private final float[] columns;
    private final int channels;
    private final float[][] output;
    private final Rows next;

    /**
     * A matrix.
     *
     * @param matrix [C,C], C even; output o is the sum over i of matrix[o][i] * x[i]
     */
    MixRows(double[] matrix, int channels, int width, Rows next) {
        this.channels = channels;
        this.output = new float[channels][width];
        this.columns = new float[channels * channels];
        for (int o = 0; o < channels; o++) {
            for (int i = 0; i < channels; i++) {
                columns[i * channels + o] = (float) matrix[o * channels + i];
            }
        }
        this.next = next;
    }

    @Override
    public void push(float[][] row, int y) {
        int width = output[0].length;
        for (int from = 0; from < width; from += RowKernels.BLOCK) {
            int to = Math.min(width, from + RowKernels.BLOCK);
            for (int o = 0; o < channels; o += 2) {
                RowKernels.begin(0, 0, columns[o], columns[o + 1], row[0], output[o], output[o + 1], from, to);
                for (int i = 1; i < channels; i++) {
                    int at = i * channels + o;
                    RowKernels.add(columns[at], columns[at + 1], row[i], output[o], output[o + 1], from, to);
                }
            }
        }
        next.push(output, y);
    }

    @Override
    public void finish() {
        next.finish();
    }
}
