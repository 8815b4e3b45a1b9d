package io.grainflow.job.denoise;

import io.grainflow.file.ImageHeader;

/**
 * How large images are cut into bands of rows, so that memory does not grow with the image.
 *
 * @param whole pixels up to which an image is restored as a whole
 * @param pixels of a band without its surroundings; twice as many where the surroundings are high
 */
record BandSizes(long whole, long pixels) {
    /** Surroundings are computed twice: bands of this many times their height keep that a smaller part. */
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

    /** Rows of all bands but the last, whole blocks. */
    int rows(ImageHeader header, int reach, int block) {
        long fitting = Math.max(1, pixels / header.width());
        long wanted = Math.max(fitting, Math.min(REACHES * reach, 2 * fitting));
        long blocks = Math.max(1, wanted / block);
        return (int) Math.min(blocks * block, wholeBlocks(header.height(), block));
    }

    /** The length and what is missing to a whole block. */
    static long wholeBlocks(int length, int block) {
        return ((long) length + block - 1) / block * block;
    }
}
