package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/** Draws lines of random text with 5x7 glyphs, as on labels and pages. */
final class Lettering {
    private Lettering() {}

    /** Fills a rectangle with a plain background and lines of text. */
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
        for (int y = top + cell; y + Glyphs.ROWS * cell < top + height; y += (Glyphs.ROWS + 3) * cell) {
            for (int x = left + cell; x + Glyphs.COLUMNS * cell < left + width; x += (Glyphs.COLUMNS + 1) * cell) {
                int index = (int) (random.uniform(letter++, 0) * (Glyphs.count() + 5));
                if (index < Glyphs.count()) {
                    glyph(canvas, ink, index, y, x, cell);
                }
            }
        }
    }

    /** The palette of the text: dark in bright scenes and bright in dark scenes, so that the text is legible. */
    private static Palette opposite(Palette palette) {
        return new Palette(palette.light() > 0.45 ? 0.1 : 0.85, 0.5 * palette.contrast(), palette.tint());
    }

    private static void glyph(Canvas canvas, Paint ink, int glyph, int top, int left, int cell) {
        for (int row = 0; row < Glyphs.ROWS; row++) {
            for (int column = 0; column < Glyphs.COLUMNS; column++) {
                if (Glyphs.ink(glyph, row, column)) {
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
