package io.grainflow.denoise.bm3d;

import io.grainflow.concurrent.WorkerPool;
import io.grainflow.denoise.Planes;

/** Filters the reference blocks of one part of the image, row by row. */
final class Bm3dTile {
    private final BlockGrouping grouping;
    private final GroupFilter filter;
    private final int[] rows;
    private final int[] columns;
    private final int height;
    private final int width;
    private final BlockMatcher matcher;
    private final BlockSpectra[] noisy;
    private final BlockSpectra[] guide;
    private final BlockAggregate[] aggregates;
    private final TileSums[] sums;
    private final HaarStack stack;
    private final HaarStack guideStack;

    Bm3dTile(Bm3dPass pass, Planes image, Planes guideImage, int[] rows, int[] columns) {
        grouping = pass.grouping();
        filter = pass.filter();
        height = image.height();
        width = image.width();
        this.rows = rows;
        this.columns = columns;
        int side = grouping.side();
        int radius = grouping.radius();
        int top = Math.max(0, rows[0] - radius);
        int bottom = Math.min(height - side, rows[rows.length - 1] + radius);
        int left = Math.max(0, columns[0] - radius);
        int right = Math.min(width - side, columns[columns.length - 1] + radius);
        int count = right - left + 1;
        int depth = 2 * radius + 1;
        int channels = image.channels();
        matcher = new BlockMatcher(guideImage.values()[0], height, width, grouping, columns);
        noisy = new BlockSpectra[channels];
        guide = new BlockSpectra[filter.guided() ? channels : 0];
        aggregates = new BlockAggregate[channels];
        sums = new TileSums[channels];
        BlockTransform transform = pass.transform();
        for (int c = 0; c < channels; c++) {
            noisy[c] = new BlockSpectra(image.values()[c], width, transform, left, count, depth, top);
            sums[c] = new TileSums(top, left, bottom - top + side, count + side - 1);
            aggregates[c] = new BlockAggregate(transform, pass.kaiser(), count, depth, sums[c]);
        }
        for (int c = 0; c < guide.length; c++) {
            guide[c] = new BlockSpectra(guideImage.values()[c], width, transform, left, count, depth, top);
        }
        stack = new HaarStack(side * side, grouping.members());
        guideStack = new HaarStack(side * side, grouping.members());
    }

    /** Filters the tile and returns the weighted sums of each channel. */
    TileSums[] run() {
        for (int y : rows) {
            WorkerPool.checkpoint();
            int last = Math.min(height - grouping.side(), y + grouping.radius());
            for (BlockSpectra spectra : noisy) {
                spectra.advance(last);
            }
            for (BlockSpectra spectra : guide) {
                spectra.advance(last);
            }
            for (BlockAggregate aggregate : aggregates) {
                aggregate.advance(Math.max(0, y - grouping.radius()), last);
            }
            matcher.match(y);
            for (int group = 0; group < columns.length; group++) {
                for (int c = 0; c < noisy.length; c++) {
                    filter(group, c);
                }
            }
        }
        for (BlockAggregate aggregate : aggregates) {
            aggregate.finish();
        }
        return sums;
    }

    private void filter(int group, int channel) {
        int members = matcher.members(group);
        stack.open(members);
        guideStack.open(members);
        for (int member = 0; member < members; member++) {
            int place = matcher.place(group, member);
            noisy[channel].copyTo(stack, member, place / width, place % width);
            if (filter.guided()) {
                guide[channel].copyTo(guideStack, member, place / width, place % width);
            }
        }
        stack.forward();
        if (filter.guided()) {
            guideStack.forward();
        }
        float weight = filter.shrink(stack, guideStack, channel);
        stack.inverse();
        for (int member = 0; member < members; member++) {
            int place = matcher.place(group, member);
            aggregates[channel].add(stack, member, weight, place / width, place % width);
        }
    }
}
