package io.grainflow.isp;

import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;

/** Demosaicking: camera RGB [3,H,W] from the mosaic [H,W], both linear. Mirrored at the borders. */
enum Demosaic {
    /** Bilinear interpolation: the mean of the nearest pixels of a colour. */
    BILINEAR {
        @Override
        float green(float[] m, int i, int w) {
            return (m[i - 1] + m[i + 1] + m[i - w] + m[i + w]) / 4;
        }

        @Override
        float alongAtGreen(float[] m, int i, int step, int across) {
            return (m[i - step] + m[i + step]) / 2;
        }

        @Override
        float opposite(float[] m, int i, int w) {
            return (m[i - w - 1] + m[i - w + 1] + m[i + w - 1] + m[i + w + 1]) / 4;
        }
    },
    /**
     * The linear 5x5 filters of Malvar, He, Cutler (ICASSP 2004): bilinear interpolation, corrected by the Laplacian of the colour that was
     * measured at the pixel.
     */
    MALVAR {
        @Override
        float green(float[] m, int i, int w) {
            float near = m[i - 1] + m[i + 1] + m[i - w] + m[i + w];
            return (4 * m[i] + 2 * near - far(m, i, 1) - far(m, i, w)) / 8;
        }

        @Override
        float alongAtGreen(float[] m, int i, int step, int across) {
            float near = m[i - step] + m[i + step];
            float diagonal = diagonal(m, i, step, across);
            return (5 * m[i] + 4 * near - far(m, i, step) + 0.5f * far(m, i, across) - diagonal) / 8;
        }

        @Override
        float opposite(float[] m, int i, int w) {
            return (6 * m[i] + 2 * diagonal(m, i, 1, w) - 1.5f * (far(m, i, 1) + far(m, i, w))) / 8;
        }

        private float far(float[] m, int i, int step) {
            return m[i - 2 * step] + m[i + 2 * step];
        }

        private float diagonal(float[] m, int i, int step, int across) {
            return m[i - across - step] + m[i - across + step] + m[i + across - step] + m[i + across + step];
        }
    };

    private static final int MARGIN = 2;

    /** Green at a red or blue pixel i of a mosaic m of width w. */
    abstract float green(float[] m, int i, int w);

    /** At a green pixel: the colour of the two neighbours at distance step. */
    abstract float alongAtGreen(float[] m, int i, int step, int across);

    /** Red at a blue pixel, or blue at a red one. */
    abstract float opposite(float[] m, int i, int w);

    Image apply(float[] mosaic, int height, int width, BayerPattern pattern) {
        float[] padded = padded(mosaic, height, width);
        int w = width + 2 * MARGIN;
        int plane = height * width;
        float[] rgb = new float[3 * plane];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int i = (y + MARGIN) * w + x + MARGIN;
                int own = pattern.colour(y, x);
                rgb[own * plane + at] = padded[i];
                if (own == 1) {
                    int inRow = pattern.colour(y, x ^ 1);
                    rgb[inRow * plane + at] = alongAtGreen(padded, i, 1, w);
                    rgb[(2 - inRow) * plane + at] = alongAtGreen(padded, i, w, 1);
                } else {
                    rgb[plane + at] = green(padded, i, w);
                    rgb[(2 - own) * plane + at] = opposite(padded, i, w);
                }
            }
        }
        return Image.adopt(PixelDomain.SRGB, height, width, rgb);
    }

    /** The mosaic with reflected borders. The border itself is not repeated, which preserves the colour pattern. */
    private static float[] padded(float[] mosaic, int height, int width) {
        int w = width + 2 * MARGIN;
        float[] padded = new float[(height + 2 * MARGIN) * w];
        for (int y = 0; y < height + 2 * MARGIN; y++) {
            int from = mirror(y - MARGIN, height) * width;
            System.arraycopy(mosaic, from, padded, y * w + MARGIN, width);
            for (int k = 0; k < MARGIN; k++) {
                padded[y * w + k] = mosaic[from + mirror(k - MARGIN, width)];
                padded[y * w + MARGIN + width + k] = mosaic[from + mirror(width + k, width)];
            }
        }
        return padded;
    }

    private static int mirror(int i, int n) {
        int reflected = i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
        // with two rows, the only row of that colour is the row itself
        return Math.min(n - 1, Math.max(0, n == 2 ? i & 1 : reflected));
    }
}
