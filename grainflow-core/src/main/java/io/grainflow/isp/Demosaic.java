package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/**
 * Demosaicking with the linear 5x5 filters of Malvar, He, Cutler (ICASSP 2004): bilinear interpolation corrected by the
 * Laplacian of the colour that was measured at the site. Mirrored at the borders.
 */
final class Demosaic {
    private Demosaic() {}

    /** Camera RGB [3,H,W] from the mosaic [H,W]. */
    static Image malvar(float[] mosaic, int height, int width, BayerPattern pattern) {
        float[] rgb = new float[3 * height * width];
        Window window = new Window(mosaic, height, width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                window.moveTo(y, x);
                int own = pattern.colour(y, x);
                for (int c = 0; c < 3; c++) {
                    rgb[(c * height + y) * width + x] =
                            c == own ? mosaic[y * width + x] : window.missing(c, own, pattern.colour(y, x ^ 1));
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, rgb);
    }

    /** The neighbourhood of one site. */
    private static final class Window {
        private final float[] mosaic;
        private final int height;
        private final int width;
        private int y;
        private int x;

        Window(float[] mosaic, int height, int width) {
            this.mosaic = mosaic;
            this.height = height;
            this.width = width;
        }

        void moveTo(int row, int column) {
            y = row;
            x = column;
        }

        private float at(int dy, int dx) {
            return mosaic[mirror(y + dy, height) * width + mirror(x + dx, width)];
        }

        /** Mirrors without repeating the border, which keeps the sites' colours. */
        private static int mirror(int i, int n) {
            int reflected = i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
            return Math.min(n - 1, Math.max(0, reflected));
        }

        /**
         * @param colour wanted
         * @param own colour of this site
         * @param beside colour of the horizontal neighbours
         */
        float missing(int colour, int own, int beside) {
            float horizontal = at(0, -1) + at(0, 1);
            float vertical = at(-1, 0) + at(1, 0);
            float farHorizontal = at(0, -2) + at(0, 2);
            float farVertical = at(-2, 0) + at(2, 0);
            float diagonal = at(-1, -1) + at(-1, 1) + at(1, -1) + at(1, 1);
            float centre = at(0, 0);
            if (colour == 1) {
                return (4 * centre + 2 * (horizontal + vertical) - farHorizontal - farVertical) / 8;
            }
            if (own == 1) {
                boolean inRow = beside == colour;
                float near = inRow ? horizontal : vertical;
                float along = inRow ? farHorizontal : farVertical;
                float across = inRow ? farVertical : farHorizontal;
                return (5 * centre + 4 * near - along + 0.5f * across - diagonal) / 8;
            }
            return (6 * centre + 2 * diagonal - 1.5f * (farHorizontal + farVertical)) / 8;
        }
    }
}
