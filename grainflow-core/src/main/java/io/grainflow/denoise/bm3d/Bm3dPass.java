package io.grainflow.denoise.bm3d;

import io.grainflow.denoise.OrderedWork;
import io.grainflow.denoise.Planes;
import io.grainflow.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** One of the two passes of BM3D over an image: group, transform, shrink, aggregate. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bm3dPass(BlockGrouping grouping, BlockTransform transform, GroupFilter filter, float[] kaiser) {
    private static final double BETA = 2;
    /** Reference blocks of a tile: much larger than the search window, but small enough for the cache and for many threads. */
    private static final int TILE_COLUMNS = 86;

    private static final int TILE_ROWS = 43;

    Bm3dPass(BlockGrouping grouping, BlockTransform transform, GroupFilter filter) {
        this(grouping, transform, filter, KaiserWindow.of(grouping.side(), BETA));
    }

    /**
     * The restored planes. Tiles do not depend on the number of threads and are summed in a fixed order, so the result does not depend on
     * it either.
     *
     * @param guide image in whose first channel similar blocks are searched
     */
    Planes run(Planes noisy, Planes guide, int threads, Progress progress) {
        List<Callable<TileSums[]>> tiles = new ArrayList<>();
        for (int[] rows : parts(grouping.grid(noisy.height()), TILE_ROWS)) {
            for (int[] columns : parts(grouping.grid(noisy.width()), TILE_COLUMNS)) {
                tiles.add(() -> new Bm3dTile(this, noisy, guide, rows, columns).run());
            }
        }
        int pixels = noisy.height() * noisy.width();
        float[][] numerators = new float[noisy.channels()][pixels];
        float[][] denominators = new float[noisy.channels()][pixels];
        int[] done = {0};
        OrderedWork.run(tiles, threads, sums -> {
            progress.advanced((double) done[0]++ / tiles.size());
            for (int c = 0; c < sums.length; c++) {
                sums[c].addTo(numerators[c], denominators[c], noisy.width());
            }
        });
        for (int c = 0; c < numerators.length; c++) {
            for (int i = 0; i < pixels; i++) {
                numerators[c][i] /= denominators[c][i];
            }
        }
        return new Planes(numerators, noisy.height(), noisy.width());
    }

    /** Splits the positions into parts of nearly equal length. */
    private static List<int[]> parts(int[] places, int most) {
        int count = (places.length + most - 1) / most;
        List<int[]> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(Arrays.copyOfRange(places, places.length * part / count, places.length * (part + 1) / count));
        }
        return parts;
    }
}
