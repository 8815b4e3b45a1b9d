package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** Rows of letters and digits on a 5x7 grid, as on labels and pages. */
final class Lettering {
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;
    /** One glyph a string, one row a character pair: five bits in hexadecimal. */
    private static final String[] GLYPHS = {
        "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E", "1F10101E10101F", "1F10101E101010",
        "0E11101711110F", "1111111F111111", "0E04040404040E", "11121418141211", "1010101010101F", "111B1515111111",
        "11191513111111", "0E11111111110E", "1E11111E101010", "1E11111E141211", "0F10100E01011E", "1F040404040404",
        "1111111111110E", "11111111110A04", "11110A040A1111", "0E11131519110E", "040C040404040E", "0E11010204081F",
        "1F02040201110E", "02060A121F0202", "1F101E0101110E", "1F010204080808", "0E11110E11110E"
    };

    private Lettering() {}

    /** Covers a rectangle with a plain ground and lines of text on it. */
    static void draw(Canvas canvas, Seed seed, Palette palette, int top, int left, int height, int width) {
        RandomField random = new RandomField(seed.child("text"));
        double centreY = top + height / 2.0;
        double centreX = left + width / 2.0;
        Paint ground = Paint.smooth(seed.child("page"), palette, centreY, centreX, height);
        Paint ink = Paint.smooth(seed.child("ink"), opposite(palette), centreY, centreX, height);
        int cell = 2 + (int) (4 * random.uniform(0, 0));
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                ground.draw(canvas, y, x);
            }
        }
        int letter = 1;
        for (int y = top + cell; y + ROWS * cell < top + height; y += (ROWS + 3) * cell) {
            for (int x = left + cell; x + COLUMNS * cell < left + width; x += (COLUMNS + 1) * cell) {
                int index = (int) (random.uniform(letter++, 0) * (GLYPHS.length + 5));
                if (index < GLYPHS.length) {
                    glyph(canvas, ink, GLYPHS[index], y, x, cell);
                }
            }
        }
    }

    /** Ink is dark on scenes that are bright and bright on dark ones, so that it can be read. */
    private static Palette opposite(Palette palette) {
        return new Palette(palette.light() > 0.45 ? 0.1 : 0.85, 0.5 * palette.contrast(), palette.tint());
    }

    private static void glyph(Canvas canvas, Paint ink, String rows, int top, int left, int cell) {
        for (int row = 0; row < ROWS; row++) {
            int bits = Integer.parseInt(rows.substring(2 * row, 2 * row + 2), 16);
            for (int column = 0; column < COLUMNS; column++) {
                if ((bits >> (COLUMNS - 1 - column) & 1) == 1) {
                    square(canvas, ink, top + row * cell, left + column * cell, cell);
                }
            }
        }
    }

    private static void square(Canvas canvas, Paint ink, int top, int left, int cell) {
        for (int y = top; y < top + cell; y++) {
            for (int x = left; x < left + cell; x++) {
                ink.draw(canvas, y, x);
            }
        }
    }
}
