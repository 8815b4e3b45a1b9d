package io.grainflow.noiseflow.sampling;

/**
 * The inverse of an affine coupling, row by row: a row is emitted once the two rows below it are available. Rows are kept as long as they
 * are needed, together with copies shifted by one to the left and to the right, because the compiler vectorises loops over aligned rows.
 */
final class CouplingRows implements Rows {
    private static final int KEPT = 3;

    private final CouplingKernel kernel;
    private final int height;
    private final int first;
    private final int width;
    private final Rows next;
    /** [row mod 3][channel][left, centre, right]. */
    private final float[][][][] seen;

    private final float[][][] changed;
    private final float[][][][] hidden;
    private final float[][][] outside;
    private final float[][] output;
    private final CouplingKernel.Workspace work;
    private int last = -1;

    /**
     * A coupling for a band of an image.
     *
     * @param height of the image
     * @param first row of the band; zeros are assumed above and below the band: this is correct at the border of the image, and affects two
     *     rows elsewhere
     */
    CouplingRows(CouplingKernel kernel, int height, int width, int first, Rows next) {
        this.kernel = kernel;
        this.height = height;
        this.first = first;
        this.width = width;
        this.next = next;
        int half = kernel.half();
        this.seen = new float[KEPT][half][KEPT][width];
        this.changed = new float[KEPT][half][width];
        this.hidden = new float[KEPT][kernel.innerRows()][KEPT][width];
        this.outside = new float[Math.max(half, kernel.innerRows())][KEPT][width];
        this.output = new float[2 * half][width];
        this.work = kernel.workspace(width);
    }

    @Override
    public void push(float[][] row, int y) {
        int half = kernel.half();
        int slot = y % KEPT;
        for (int c = 0; c < half; c++) {
            keep(row[c], seen[slot][c]);
            System.arraycopy(row[half + c], 0, changed[slot][c], 0, width);
        }
        last = y;
        if (y - 1 >= first) {
            hide(y - 1);
        }
        if (y - 2 >= first) {
            give(y - 2);
        }
    }

    @Override
    public void finish() {
        if (last >= first) {
            hide(last);
            if (last - 1 >= first) {
                give(last - 1);
            }
            give(last);
        }
        next.finish();
    }

    private void hide(int y) {
        float[][][] target = hidden[y % KEPT];
        kernel.hidden(at(seen, y - 1), at(seen, y), at(seen, y + 1), target, work);
        for (float[][] channel : target) {
            shift(channel);
        }
    }

    private void give(int y) {
        int half = kernel.half();
        float[][][] own = seen[y % KEPT];
        for (int c = 0; c < half; c++) {
            System.arraycopy(own[c][1], 0, output[c], 0, width);
        }
        CouplingKernel.Border border = new CouplingKernel.Border(y == 0, y == height - 1);
        kernel.uncouple(at(hidden, y - 1), at(hidden, y), at(hidden, y + 1), border, changed[y % KEPT], output, work);
        next.push(output, y);
    }

    private float[][][] at(float[][][][] ring, int y) {
        return y < first || y > last ? outside : ring[y % KEPT];
    }

    private void keep(float[] row, float[][] copies) {
        System.arraycopy(row, 0, copies[1], 0, width);
        shift(copies);
    }

    private void shift(float[][] copies) {
        System.arraycopy(copies[1], 0, copies[0], 1, width - 1);
        System.arraycopy(copies[1], 1, copies[2], 0, width - 1);
    }
}
