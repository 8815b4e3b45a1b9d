package io.grainflow.metric;

import io.grainflow.image.Image;

/**
 * Global translation between two noisy pictures of a scene: least squares over brightness gradients (Lucas, Kanade, IJCAI 1981), from
 * coarse to fine. Gradients of the noise would bias the shift towards zero. They are estimated from half the difference of the pictures and
 * subtracted from the sums.
 *
 * @param right how far the second picture's content lies to the right of the first's, in pixels
 * @param down how far it lies below
 * @param uncertainty standard deviation of both, in pixels; infinite if the pictures show only noise
 */
public record Displacement(double right, double down, double uncertainty) {
    private static final int COARSEST = 8;
    private static final int FEWEST = 16;
    private static final int ROUNDS = 3;

    /** Length of the shift in pixels. */
    public double length() {
        return Math.hypot(right, down);
    }

    /**
     * Measures the displacement; shifts of up to about ten pixels are found.
     *
     * @param first [C,H,W]
     * @param second of the same shape
     */
    public static Displacement between(Image first, Image second) {
        SameShape.check("Displacement", first, second);
        Displacement found = new Displacement(0, 0, Double.POSITIVE_INFINITY);
        for (int cell = COARSEST; cell >= 1; cell /= 2) {
            if (Math.min(first.height(), first.width()) / cell < FEWEST) {
                continue;
            }
            Grid a = Grid.of(first, cell);
            Grid b = Grid.of(second, cell);
            for (int round = 0; round < ROUNDS; round++) {
                found = refined(a, b, found, cell);
            }
        }
        return found;
    }

    /** One step of least squares, after shifting the second grid by the whole cells found so far. */
    private static Displacement refined(Grid a, Grid b, Displacement so, int cell) {
        int moveX = (int) Math.round(so.right / cell);
        int moveY = (int) Math.round(so.down / cell);
        Sums sums = new Sums();
        for (int y = 2; y < a.height - 2; y++) {
            for (int x = 2; x < a.width - 2; x++) {
                int otherX = x + moveX;
                int otherY = y + moveY;
                if (otherX >= 2 && otherX < a.width - 2 && otherY >= 2 && otherY < a.height - 2) {
                    sums.add(a, b, y * a.width + x, otherY * a.width + otherX);
                }
            }
        }
        return sums.solved(moveX, moveY, cell);
    }

    /** Mean brightness of square cells, smoothed. */
    private record Grid(
            int height,
            int width,
            @SuppressWarnings("ArrayRecordComponent") double[] values) {
        static Grid of(Image image, int cell) {
            int height = image.height() / cell;
            int width = image.width() / cell;
            double[] values = new double[height * width];
            for (int c = 0; c < image.channels(); c++) {
                for (int y = 0; y < height * cell; y++) {
                    for (int x = 0; x < width * cell; x++) {
                        values[y / cell * width + x / cell] += image.at(c, y, x);
                    }
                }
            }
            double share = 1.0 / (image.channels() * cell * cell);
            for (int i = 0; i < values.length; i++) {
                values[i] *= share;
            }
            return new Grid(height, width, values).smooth().smooth();
        }

        /** Averages 3x3 cells with binomial weights inside the grid, which removes detail that is too fine for the gradients. */
        private Grid smooth() {
            double[] rows = values.clone();
            for (int i = 0; i < values.length; i++) {
                if (i % width > 0 && i % width < width - 1) {
                    rows[i] = 0.25 * values[i - 1] + 0.5 * values[i] + 0.25 * values[i + 1];
                }
            }
            double[] both = rows.clone();
            for (int i = width; i < values.length - width; i++) {
                both[i] = 0.25 * rows[i - width] + 0.5 * rows[i] + 0.25 * rows[i + width];
            }
            return new Grid(height, width, both);
        }

        double across(int at) {
            return 0.5 * (values[at + 1] - values[at - 1]);
        }

        double downwards(int at) {
            return 0.5 * (values[at + width] - values[at - width]);
        }
    }

    /** Normal equations of the shift that explains b - a by the gradients of their mean. */
    private static final class Sums {
        private double xx;
        private double xy;
        private double yy;
        private double noiseX;
        private double noiseY;
        private double xd;
        private double yd;
        private double dd;
        private long count;

        void add(Grid a, Grid b, int here, int there) {
            double gx = 0.5 * (a.across(here) + b.across(there));
            double gy = 0.5 * (a.downwards(here) + b.downwards(there));
            double nx = 0.5 * (a.across(here) - b.across(there));
            double ny = 0.5 * (a.downwards(here) - b.downwards(there));
            double difference = a.values[here] - b.values[there];
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
            noiseX += nx * nx;
            noiseY += ny * ny;
            xd += gx * difference;
            yd += gy * difference;
            dd += difference * difference;
            count++;
        }

        Displacement solved(int moveX, int moveY, int cell) {
            double px = Math.max(0, xx - noiseX);
            double py = Math.max(0, yy - noiseY);
            double determinant = px * py - xy * xy;
            if (count == 0 || !(determinant > 1e-6 * xx * yy)) {
                return new Displacement(moveX * (double) cell, moveY * (double) cell, Double.POSITIVE_INFINITY);
            }
            double dx = Math.max(-1, Math.min(1, (py * xd - xy * yd) / determinant));
            double dy = Math.max(-1, Math.min(1, (px * yd - xy * xd) / determinant));
            double variance = dd / count * Math.max(xx * py * py, yy * px * px) / (determinant * determinant);
            return new Displacement(cell * (moveX + dx), cell * (moveY + dy), cell * Math.sqrt(variance));
        }
    }
}
