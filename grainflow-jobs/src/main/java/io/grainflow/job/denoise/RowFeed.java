package io.grainflow.job.denoise;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.image.Image;
import io.grainflow.progress.CancelledException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Supplies the rows of bands, which are read ahead, with the channels innermost. */
final class RowFeed {
    private final BandReader bands;
    private final WorkerPool files;
    private final BooleanSupplier cancelled;
    private final IntConsumer progress;
    private final Path target;
    private Future<BandReader.Window> next;
    private BandReader.@Nullable Window current;
    private int given;

    RowFeed(BandReader bands, WorkerPool files, BooleanSupplier cancelled, IntConsumer progress, Path target) {
        this.bands = bands;
        this.files = files;
        this.cancelled = cancelled;
        this.progress = progress;
        this.target = target;
        this.next = files.submit(bands::next);
    }

    /** Number of rows of a band. */
    int bandRows() {
        return bands.rows();
    }

    /** Rows from top to bottom. */
    void give(int from, int rows, float[] values) {
        for (int row = from; row < from + rows; row++) {
            BandReader.Window band = bandOf(row);
            Image pixels = band.pixels();
            FloatBuffer planes = pixels.values();
            int width = pixels.width();
            int plane = pixels.height() * width;
            int at = (row - from) * width * pixels.channels();
            for (int c = 0; c < pixels.channels(); c++) {
                int start = c * plane + (row - band.top()) * width;
                for (int x = 0; x < width; x++) {
                    values[at + x * pixels.channels() + c] = planes.get(start + x);
                }
            }
        }
    }

    private BandReader.Window bandOf(int row) {
        if (current == null || row >= current.end()) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException("stopped in " + target.getFileName() + " after " + given + " of "
                        + bands.count() + " bands; nothing of it is kept");
            }
            current = WorkerPool.result(next);
            given++;
            progress.accept(given);
            if (given < bands.count()) {
                next = files.submit(bands::next);
            }
        }
        return current;
    }
}
