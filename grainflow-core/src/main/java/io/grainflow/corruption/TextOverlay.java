package io.grainflow.corruption;

import io.grainflow.image.Image;
import io.grainflow.isp.Glyphs;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Strings of 10 to 20 random letters and digits at random places in random colours and sizes (14 to 28 pixels). They may overlap and are
 * drawn until they cover a share of the image (Lehtinen et al., Noise2Noise, ICML 2018, section 3.2, which does not specify font and
 * sizes). Letters are not anti-aliased: a pixel shows either the image or the text.
 *
 * @param coverage share of pixels under text, in [0,0.95]
 */
public record TextOverlay(double coverage) implements NoiseModel {
    private static final int LEAST_CELL = 2;
    private static final int MOST_CELL = 4;
    private static final int LEAST_LETTERS = 10;
    private static final int MOST_LETTERS = 20;

    public TextOverlay {
        if (!(coverage >= 0 && coverage <= 0.95)) {
            throw new IllegalArgumentException("TextOverlay expects a coverage in [0,0.95], got " + coverage);
        }
    }

    @Override
    public Image sampleNoisy(Image clean, Capture capture, Seed seed) {
        SplittableRandom random = seed.random();
        Page page = new Page(clean);
        while (page.covered < coverage * page.written.length) {
            page.write(random);
        }
        return Image.adopt(clean.domain(), clean.height(), clean.width(), page.values);
    }

    @Override
    public List<Capture> captures() {
        return List.of();
    }

    /** The image while strings are drawn on it. */
    private static final class Page {
        private final int height;
        private final int width;
        private final int channels;
        private final float[] values;
        private final boolean[] written;
        private int covered;

        Page(Image clean) {
            this.height = clean.height();
            this.width = clean.width();
            this.channels = clean.channels();
            this.values = clean.toArray();
            this.written = new boolean[height * width];
        }

        /** Draws one string, which may begin and end outside the image. */
        void write(SplittableRandom random) {
            int cell = random.nextInt(LEAST_CELL, MOST_CELL + 1);
            int letters = random.nextInt(LEAST_LETTERS, MOST_LETTERS + 1);
            int advance = (Glyphs.COLUMNS + 1) * cell;
            int top = random.nextInt(1 - Glyphs.ROWS * cell, height);
            int left = random.nextInt(1 - letters * advance, width);
            float[] colour = new float[channels];
            for (int c = 0; c < channels; c++) {
                colour[c] = (float) random.nextDouble();
            }
            for (int i = 0; i < letters; i++) {
                letter(random.nextInt(Glyphs.count()), top, left + i * advance, cell, colour);
            }
        }

        private void letter(int glyph, int top, int left, int cell, float[] colour) {
            for (int y = Math.max(0, top); y < Math.min(height, top + Glyphs.ROWS * cell); y++) {
                for (int x = Math.max(0, left); x < Math.min(width, left + Glyphs.COLUMNS * cell); x++) {
                    if (Glyphs.ink(glyph, (y - top) / cell, (x - left) / cell)) {
                        cover(y * width + x, colour);
                    }
                }
            }
        }

        private void cover(int pixel, float[] colour) {
            for (int c = 0; c < channels; c++) {
                values[c * written.length + pixel] = colour[c];
            }
            covered += written[pixel] ? 0 : 1;
            written[pixel] = true;
        }
    }
}
