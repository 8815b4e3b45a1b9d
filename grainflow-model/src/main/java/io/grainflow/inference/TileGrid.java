package io.grainflow.inference;

import io.grainflow.image.Image;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Partition of an image into tiles of whole blocks with surroundings, after padding at the right and at the bottom to whole blocks.
 *
 * @param height of the image
 * @param width of the image
 * @param block the padded height and width are multiples of this
 * @param rows of a tile, whole blocks
 * @param columns of a tile, whole blocks
 * @param halo pixels around it, whole blocks
 */
public record TileGrid(int height, int width, int block, int rows, int columns, int halo) {
    public static TileGrid of(int height, int width, int block, int rows, int columns, int halo) {
        return new TileGrid(height, width, block, rows, columns, halo);
    }

    public void forEach(Consumer<Window> action) {
        int paddedHeight = padded(height);
        int paddedWidth = padded(width);
        for (int y = 0; y < paddedHeight; y += rows) {
            for (int x = 0; x < paddedWidth; x += columns) {
                action.accept(new Window(this, y, x));
            }
        }
    }

    private int padded(int length) {
        return (length + block - 1) / block * block;
    }

    /** A function that computes pixels from their old values and their position. */
    public interface Pixel {
        /**
         * The new value of a pixel.
         *
         * @param place index of the pixel in the padded image [C,H,W]
         */
        float of(float value, long place);
    }

    /** One tile, from (y, x), and the window of pixels that it is computed from. */
    public record Window(TileGrid grid, int y, int x) {
        public int paddedHeight() {
            return grid.padded(grid.height);
        }

        public int paddedWidth() {
            return grid.padded(grid.width);
        }

        public int top() {
            return Math.max(0, y - grid.halo);
        }

        public int left() {
            return Math.max(0, x - grid.halo);
        }

        public int height() {
            return Math.min(paddedHeight(), y + grid.rows + grid.halo) - top();
        }

        public int width() {
            return Math.min(paddedWidth(), x + grid.columns + grid.halo) - left();
        }

        /** The window's pixels, [C,h,w]. */
        public float[] cut(Image image) {
            return map(image, (value, place) -> value);
        }

        /** The window's pixels, each mapped by a function. */
        public float[] map(Image image, Pixel pixel) {
            int h = height();
            int w = width();
            float[] values = new float[image.channels() * h * w];
            int at = 0;
            for (int c = 0; c < image.channels(); c++) {
                for (int row = top(); row < top() + h; row++) {
                    int from = Reflection.of(row, grid.height);
                    long place = ((long) c * paddedHeight() + row) * paddedWidth();
                    for (int column = left(); column < left() + w; column++) {
                        values[at++] = pixel.of(image.at(c, from, Reflection.of(column, grid.width)), place + column);
                    }
                }
            }
            return values;
        }

        /** 1 for pixels of the tile and the image, 0 for others, [h,w]. */
        public float[] weights() {
            int h = height();
            int w = width();
            float[] weights = new float[h * w];
            int lastRow = Math.min(grid.height, y + grid.rows);
            int lastColumn = Math.min(grid.width, x + grid.columns);
            for (int row = y; row < lastRow; row++) {
                int start = (row - top()) * w;
                Arrays.fill(weights, start + x - left(), start + lastColumn - left(), 1f);
            }
            return weights;
        }

        /** Share of each block that counts, [h/block,w/block]. */
        public float[] latentWeights(int size) {
            float[] pixels = weights();
            int w = width();
            float[] blocks = new float[pixels.length / (size * size)];
            for (int i = 0; i < pixels.length; i++) {
                int row = i / w / size;
                int column = i % w / size;
                blocks[row * (w / size) + column] += pixels[i];
            }
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] /= size * size;
            }
            return blocks;
        }

        /** Writes the tile's part of a window [C,h,w] into an image's values. */
        public void paste(float[] window, Image image, float[] output) {
            int h = height();
            int w = width();
            int lastRow = Math.min(grid.height, y + grid.rows);
            int lastColumn = Math.min(grid.width, x + grid.columns);
            for (int c = 0; c < image.channels(); c++) {
                for (int row = y; row < lastRow; row++) {
                    int from = (c * h + row - top()) * w + x - left();
                    int to = (c * grid.height + row) * grid.width + x;
                    System.arraycopy(window, from, output, to, lastColumn - x);
                }
            }
        }
    }
}
