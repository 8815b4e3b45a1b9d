package io.grainflow.job.denoise;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.denoise.RowDenoiser;
import io.grainflow.file.ImageRows;
import io.grainflow.file.ImageRowsWriter;
import io.grainflow.image.Image;
import io.grainflow.progress.CancelledException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Works on a large image band by band: while one is computed, the next is read and the one before is
 * written. A failure in any of the three ends them all, and no partial result is left.
 */
final class BandPipeline implements AutoCloseable {
    private final ImageRows input;
    private final Path target;
    private final BandReader bands;
    private final WorkerPool files = new WorkerPool("bands", 2);
    private Future<Boolean> written = files.submit(() -> true);
    private @Nullable ImageRowsWriter writer;

    BandPipeline(ImageRows input, Path target, BandReader bands) {
        this.input = input;
        this.target = target;
        this.bands = bands;
    }

    /**
     * Writes the result.
     *
     * @param work turns a band with its surroundings into an image of the same size
     * @param cancelled checked between bands
     * @param progress receives the number of computed bands
     * @throws CancelledException if asked to stop
     */
    void run(UnaryOperator<Image> work, BooleanSupplier cancelled, IntConsumer progress) {
        int count = bands.count();
        Future<BandReader.Window> read = files.submit(bands::next);
        for (int i = 0; i < count; i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException("stopped in " + target.getFileName() + " after " + i + " of " + count
                        + " bands; nothing of it is kept");
            }
            BandReader.Window window = WorkerPool.result(read);
            if (i + 1 < count) {
                read = files.submit(bands::next);
            }
            Image restored = work.apply(window.pixels());
            WorkerPool.result(written);
            written = files.submit(writing(window, restored));
            progress.accept(i + 1);
        }
        WorkerPool.result(written);
        if (writer != null) {
            writer.finish();
        }
    }

    /**
     * Writes the result of a denoiser that takes rows, for which bands need no surroundings.
     *
     * @param cancelled checked between bands
     * @param progress receives the number of bands passed to the denoiser
     * @throws CancelledException if asked to stop
     */
    void run(RowDenoiser denoiser, BooleanSupplier cancelled, IntConsumer progress) {
        RowFeed feed = new RowFeed(bands, files, cancelled, progress, target);
        RowDrain drain = new RowDrain(input, feed, band -> {
            WorkerPool.result(written);
            written = files.submit(writing(band, band.pixels()));
        });
        int channels = input.channels();
        denoiser.denoise(
                input.header().height(),
                input.header().width(),
                feed::give,
                (from, rows, values) -> drain.take(from, rows, values, channels));
        WorkerPool.result(written);
        if (writer != null) {
            writer.finish();
        }
    }

    private Callable<Boolean> writing(BandReader.Window window, Image restored) {
        return () -> {
            if (writer == null) {
                writer = input.writerLike(target, restored.channels());
            }
            writer.write(restored, window.start() - window.top(), window.end() - window.start());
            return true;
        };
    }

    /** Waits for running work to end first, because it uses the files. */
    @Override
    public void close() {
        files.close();
        if (writer != null) {
            writer.close();
        }
    }
}
