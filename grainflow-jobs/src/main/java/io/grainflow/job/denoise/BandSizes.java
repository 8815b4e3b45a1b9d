package io.grainflow.job.denoise;

import io.grainflow.file.ImageHeader;

/**
 * How large images are cut into bands of rows, so that memory does not grow with the image.
 *
 * @param whole largest number of pixels of an image that is restored as a whole
 * @param pixels pixels of a band without its surroundings; twice as many if the surroundings are high
 */
record BandSizes(long whole, long pixels) {
    /** Surroundings are computed twice. Bands of at least this many times their height keep the overhead small. */
    private static final long REACHES = 4;

    BandSizes {
        if (whole < 1 || pixels < 1) {
            throw new IllegalArgumentException("Bands expects positive pixels, got " + whole + " and " + pixels);
        }
    }

    /** A few hundred megabytes for all bands that are read, computed and written at a time. */
    static BandSizes defaults() {
        return new BandSizes(24_000_000, 2_000_000);
    }

    /** Rows of every band except the last, a multiple of the block. */
    int rows(ImageHeader header, int reach, int block) {
        long fitting = Math.max(1, pixels / header.width());
        long wanted = Math.max(fitting, Math.min(REACHES * reach, 2 * fitting));
        long blocks = Math.max(1, wanted / block);
        return (int) Math.min(blocks * block, wholeBlocks(header.height(), block));
    }

    /** The length rounded up to whole blocks. */
    static long wholeBlocks(int length, int block) {
        return ((long) length + block - 1) / block * block;
    }
}
