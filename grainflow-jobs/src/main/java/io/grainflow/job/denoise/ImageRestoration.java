package io.grainflow.job.denoise;

import io.grainflow.dataset.Renders;
import io.grainflow.denoise.Denoiser;
import io.grainflow.denoise.LocalDenoiser;
import io.grainflow.denoise.RowDenoiser;
import io.grainflow.file.DecodedImage;
import io.grainflow.file.ImageFiles;
import io.grainflow.file.ImageFrames;
import io.grainflow.file.ImageRows;
import io.grainflow.file.Levels;
import io.grainflow.image.Image;
import io.grainflow.job.batch.PackedWork;
import io.grainflow.problem.InputException;
import io.grainflow.progress.CancelledException;
import io.grainflow.progress.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Restores files: stacks and volumes frame by frame, large TIFF images band by band if the denoiser needs only local surroundings,
 * everything else as a whole.
 *
 * @param levels digital numbers of black and white, for files that do not state them
 * @param opener opens files whose rows can be read one after another; empty for others
 */
record ImageRestoration(
        DenoiserHandle restorer, Optional<Levels> levels, BandSizes bands, Function<Path, Optional<ImageRows>> opener) {
    /** Bands in memory at a time: one is read while another is computed from a third. */
    private static final int BANDS_AT_A_TIME = 3;

    /** Restoration of files on the disk. */
    ImageRestoration(DenoiserHandle restorer, Optional<Levels> levels, BandSizes bands) {
        this(restorer, levels, bands, ImageRows::openSingle);
    }

    /** How a file is restored. */
    enum Way {
        BANDS,
        FRAMES,
        WHOLE
    }

    /**
     * Properties of a file that are known before it is restored.
     *
     * @param parts number of bands; 1 if it is restored as a whole
     * @param problem why it cannot be restored
     */
    record Plan(Path input, Way way, int parts, Optional<InputException> problem) {}

    /** Inspects a file, which is opened only once. Problems are reported when it is restored. */
    Plan plan(Path input) {
        try {
            Optional<ImageRows> opened = local().isPresent() ? opener.apply(input) : Optional.empty();
            if (opened.isEmpty()) {
                return new Plan(input, ImageFrames.isStack(input) ? Way.FRAMES : Way.WHOLE, 1, Optional.empty());
            }
            try (ImageRows rows = opened.get()) {
                return rows.header().pixels() > bands.whole()
                        ? ofBands(input, reader(rows))
                        : new Plan(input, Way.WHOLE, 1, Optional.empty());
            }
        } catch (InputException e) {
            return new Plan(input, Way.WHOLE, 1, Optional.of(e));
        }
    }

    private static Plan ofBands(Path input, BandReader reader) {
        long heap = Runtime.getRuntime().maxMemory();
        return new Plan(
                input, Way.BANDS, reader.count(), HeapRoom.lacking(input, BANDS_AT_A_TIME, reader.values(), heap));
    }

    /**
     * Restores a file and writes the result.
     *
     * @param progress receives the number of computed parts
     * @throws InputException if the model does not support the source be restored
     * @throws CancelledException if asked to stop during the work
     */
    void restore(Plan plan, Path target, BooleanSupplier cancelled, IntConsumer progress) {
        plan.problem().ifPresent(problem -> {
            throw problem;
        });
        switch (plan.way()) {
            case BANDS -> inBands(plan.input(), target, cancelled, progress);
            case FRAMES -> frames(plan.input(), target, cancelled);
            case WHOLE -> whole(plan.input(), target, cancelled);
        }
    }

    private void inBands(Path input, Path target, BooleanSupplier cancelled, IntConsumer progress) {
        ImageRows opened = opener.apply(input)
                .orElseThrow(() ->
                        new InputException(input.toString(), "was changed while it was restored", "run it again"));
        try (ImageRows rows = opened;
                BandPipeline pipeline = new BandPipeline(rows, target, reader(rows))) {
            Optional<RowDenoiser> ofRows = rowDenoiser(rows);
            Progress stop = stopping(target, cancelled);
            if (ofRows.isPresent()) {
                pipeline.run(ofRows.get(), cancelled, progress);
            } else {
                pipeline.run(band -> making(input, () -> restored(decoded(band, rows), stop)), cancelled, progress);
            }
        }
    }

    private Optional<LocalDenoiser> local() {
        return !restorer.ofRenders() && restorer.denoiser() instanceof LocalDenoiser local
                ? Optional.of(local)
                : Optional.empty();
    }

    /** The denoiser, if it can take the rows of a file unchanged. */
    private Optional<RowDenoiser> rowDenoiser(ImageRows rows) {
        return levels.isEmpty()
                        && !restorer.packed()
                        && restorer.denoiser() instanceof RowDenoiser denoiser
                        && denoiser.takesRows(
                                rows.channels(),
                                rows.header().height(),
                                rows.header().width())
                ? Optional.of(denoiser)
                : Optional.empty();
    }

    private BandReader reader(ImageRows rows) {
        if (rowDenoiser(rows).isPresent()) {
            return new BandReader(rows, bands.rows(rows.header(), 0, 1), 0);
        }
        LocalDenoiser denoiser = local().orElseThrow();
        // a packed pixel covers two rows of the mosaic
        int scale = restorer.packed() ? 2 : 1;
        int block = scale * denoiser.block();
        int reach = scale * denoiser.reach();
        return new BandReader(
                rows, bands.rows(rows.header(), reach, block), Math.toIntExact(BandSizes.wholeBlocks(reach, block)));
    }

    private void frames(Path input, Path target, BooleanSupplier cancelled) {
        Progress stop = stopping(target, cancelled);
        try (ImageFrames frames = ImageFrames.open(input)) {
            frames.writeLike(target, index -> making(input, () -> restored(frames.read(index), stop)));
        }
    }

    private void whole(Path input, Path target, BooleanSupplier cancelled) {
        ImageFiles.tooLarge(input).ifPresent(header -> {
            throw new InputException(
                    input.toString(),
                    "claims " + header.width() + "x" + header.height() + " pixels, more than memory allows at once",
                    tooLargeRemedy());
        });
        DecodedImage decoded = making(input, () -> ImageFiles.read(input));
        Progress stop = stopping(target, cancelled);
        Image restored = making(
                input,
                () -> restorer.ofRenders() && Renders.isColour(input)
                        ? restorer.denoiser().denoise(Renders.withFeatures(input), stop)
                        : restored(decoded, stop));
        ImageFiles.writeLike(target, restored, decoded);
    }

    private <T> T making(Path input, Supplier<T> values) {
        return HeapRoom.making(input, tooLargeRemedy(), values);
    }

    private String tooLargeRemedy() {
        return local().isPresent()
                ? "save it as TIFF (grey or RGB, 8 or 16 bits or floats, in strips or tiles), which is restored in bands"
                : "cut it into parts, use a trained denoiser on TIFF, or give Java more memory"
                        + " (GRAINFLOW_JAVA_OPTS=-Xmx...)";
    }

    private static DecodedImage decoded(Image band, ImageRows rows) {
        return new DecodedImage(band, rows.format(), Optional.empty(), Optional.empty());
    }

    private Image restored(DecodedImage decoded, Progress stop) {
        // raw files state their own levels
        if (levels.isEmpty() || decoded.raw().isPresent()) {
            return restored(decoded, decoded.image(), stop);
        }
        Image light = levels.get().apply(decoded);
        return levels.get().undo(restored(decoded, light, stop), decoded);
    }

    private Image restored(DecodedImage decoded, Image image, Progress stop) {
        Denoiser denoiser = restorer.denoiser();
        return restorer.packed()
                ? PackedWork.apply(decoded.with(image), planes -> denoiser.denoise(planes, stop))
                : denoiser.denoise(image, stop);
    }

    /** Ends the work on an image, or on a frame of it, between two of its parts; nothing is written then. */
    private static Progress stopping(Path target, BooleanSupplier cancelled) {
        return share -> {
            if (share < 1 && cancelled.getAsBoolean()) {
                throw new CancelledException("stopped in " + target.getFileName() + "; nothing of it is written");
            }
        };
    }
}
