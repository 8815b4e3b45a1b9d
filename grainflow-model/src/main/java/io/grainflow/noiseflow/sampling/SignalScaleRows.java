package io.grainflow.noiseflow.sampling;

/** Multiplies by sqrt(slope * signal + floor), row by row. */
final class SignalScaleRows implements Rows {
    private final float slope;
    private final float floor;
    private final PlaneRows clean;
    private final float[][] light;
    private final float[][] output;
    private final Rows next;

    SignalScaleRows(double slope, double floor, PlaneRows clean, Rows next) {
        this.slope = (float) slope;
        this.floor = (float) floor;
        this.clean = clean;
        this.light = new float[clean.channels()][clean.width()];
        this.output = new float[clean.channels()][clean.width()];
        this.next = next;
    }

    @Override
    public void push(float[][] row, int y) {
        for (int c = 0; c < row.length; c++) {
            clean.readLight(c, y, light[c]);
            RowKernels.scaleByLight(row[c], light[c], slope, floor, output[c], 0, output[c].length);
        }
        next.push(output, y);
    }

    @Override
    public void finish() {
        next.finish();
    }
}
