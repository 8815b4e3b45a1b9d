package io.grainflow.inference;

/** Conversion between planes [C,h,w] and rows with the channels innermost. */
public final class ChannelInterleaving {
    private ChannelInterleaving() {}

    /**
     * Reads rows from planes.
     *
     * @param from first row
     * @param values to be filled, [rows][width][channels]
     */
    public static void read(float[] planes, int channels, int width, int from, int rows, float[] values) {
        int plane = planes.length / channels;
        for (int c = 0; c < channels; c++) {
            int at = c * plane + from * width;
            for (int i = 0; i < rows * width; i++) {
                values[i * channels + c] = planes[at + i];
            }
        }
    }

    /**
     * Writes rows into planes.
     *
     * @param from first row
     * @param values [rows][width][channels]
     */
    public static void write(float[] planes, int channels, int width, int from, int rows, float[] values) {
        int plane = planes.length / channels;
        for (int c = 0; c < channels; c++) {
            int at = c * plane + from * width;
            for (int i = 0; i < rows * width; i++) {
                planes[at + i] = values[i * channels + c];
            }
        }
    }
}
