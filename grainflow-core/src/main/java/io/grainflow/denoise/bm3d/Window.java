package io.grainflow.denoise.bm3d;

/** A ring buffer of rows of block coefficients, each row [count, size]. */
final class Window {
    private static final int TILE = 16;

    private final int left;
    private final int count;
    private final int size;
    private final float[][] rows;

    Window(int left, int count, int rows, int size) {
        this.left = left;
        this.count = count;
        this.size = size;
        this.rows = new float[rows][count * size];
    }

    public int left() {
        return left;
    }

    int count() {
        return count;
    }

    float[] row(int y) {
        return rows[y % rows.length];
    }

    /** Index in its row of the first coefficient of the block at x. */
    int at(int x) {
        return (x - left) * size;
    }

    /** Copies a row from planes [size][count]. */
    void store(int y, float[][] planes) {
        float[] row = row(y);
        for (int first = 0; first < count; first += TILE) {
            int end = Math.min(count, first + TILE);
            for (int k = 0; k < size; k++) {
                float[] plane = planes[k];
                for (int x = first; x < end; x++) {
                    row[x * size + k] = plane[x];
                }
            }
        }
    }

    /** Copies a row to planes [size][count]. */
    void load(int y, float[][] planes) {
        float[] row = row(y);
        for (int first = 0; first < count; first += TILE) {
            int end = Math.min(count, first + TILE);
            for (int k = 0; k < size; k++) {
                float[] plane = planes[k];
                for (int x = first; x < end; x++) {
                    plane[x] = row[x * size + k];
                }
            }
        }
    }
}
