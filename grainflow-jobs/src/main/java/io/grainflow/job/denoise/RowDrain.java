package io.grainflow.job.denoise;

import io.grainflow.file.ImageRows;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import java.util.function.Consumer;

/** Collects rows into bands and passes on each complete band. */
final class RowDrain {
    private final int height;
    private final int width;
    private final int bandRows;
    private final Consumer<BandReader.Window> full;
    private float[] planes = new float[0];
    private int start;
    private int end;

    RowDrain(ImageRows image, RowFeed feed, Consumer<BandReader.Window> full) {
        this.height = image.header().height();
        this.width = image.header().width();
        this.bandRows = feed.bandRows();
        this.full = full;
    }

    /** Rows from top to bottom, [rows][width][channels] at the beginning of the values. */
    void take(int from, int rows, float[] values, int channels) {
        for (int row = from; row < from + rows; row++) {
            if (row == end) {
                start = row;
                end = Math.min(height, row + bandRows);
                planes = new float[Math.toIntExact((long) channels * (end - start) * width)];
            }
            int at = (row - from) * width * channels;
            for (int c = 0; c < channels; c++) {
                int to = (c * (end - start) + row - start) * width;
                for (int x = 0; x < width; x++) {
                    planes[to + x] = values[at + x * channels + c];
                }
            }
            if (row + 1 == end) {
                Image band = Image.adopt(PixelDomain.SRGB, end - start, width, planes);
                full.accept(new BandReader.Window(band, start, start, end));
            }
        }
    }
}
