package io.grainflow.isp;

/** The four arrangements of colours in a 2x2 Bayer cell, read row by row. */
public enum BayerPattern {
    RGGB(0, 0),
    BGGR(1, 1),
    GRBG(0, 1),
    GBRG(1, 0);

    private final int redRow;
    private final int redColumn;

    BayerPattern(int redRow, int redColumn) {
        this.redRow = redRow;
        this.redColumn = redColumn;
    }

    /** Colour of a pixel: 0 red, 1 green, 2 blue. */
    public int colour(int y, int x) {
        boolean redLine = (y & 1) == redRow;
        boolean redSide = (x & 1) == redColumn;
        return redLine == redSide ? (redLine ? 0 : 2) : 1;
    }

    /**
     * For each plane of an image packed by colour (red, green beside red, green beside blue, blue), its position in the 2x2 cell, counted
     * row by row. For RGGB this is 0, 1, 2, 3.
     */
    public int[] sitesByColour() {
        int red = 2 * redRow + redColumn;
        return new int[] {red, red ^ 1, red ^ 2, red ^ 3};
    }
}
