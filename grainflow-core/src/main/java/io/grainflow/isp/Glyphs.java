package io.grainflow.isp;

/** Letters and digits as 5x7 bitmaps, which do not depend on the installed fonts. */
public final class Glyphs {
    public static final int ROWS = 7;
    public static final int COLUMNS = 5;

    /** One string per glyph; each pair of characters is one row of five bits in hexadecimal. */
    private static final String[] SHAPES = {
        "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E", "1F10101E10101F", "1F10101E101010",
        "0E11101711110F", "1111111F111111", "0E04040404040E", "11121418141211", "1010101010101F", "111B1515111111",
        "11191513111111", "0E11111111110E", "1E11111E101010", "1E11111E141211", "0F10100E01011E", "1F040404040404",
        "1111111111110E", "11111111110A04", "11110A040A1111", "0E11131519110E", "040C040404040E", "0E11010204081F",
        "1F02040201110E", "02060A121F0202", "1F101E0101110E", "1F010204080808", "0E11110E11110E"
    };

    private static final boolean[][] INK = ink();

    private Glyphs() {}

    /** The number of glyphs. */
    public static int count() {
        return SHAPES.length;
    }

    /** Whether a pixel of a glyph is set. */
    public static boolean ink(int glyph, int row, int column) {
        return INK[glyph][row * COLUMNS + column];
    }

    private static boolean[][] ink() {
        boolean[][] ink = new boolean[SHAPES.length][ROWS * COLUMNS];
        for (int glyph = 0; glyph < SHAPES.length; glyph++) {
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                int row = i / COLUMNS;
                int bits = Integer.parseInt(SHAPES[glyph].substring(2 * row, 2 * row + 2), 16);
                ink[glyph][i] = (bits >> (COLUMNS - 1 - i % COLUMNS) & 1) == 1;
            }
        }
        return ink;
    }
}
