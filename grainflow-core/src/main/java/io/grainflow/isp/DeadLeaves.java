package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;

/**
 * Discs that hide one another, with radii of density r^-3: the simplest pictures with the statistics of natural ones at every
 * scale (Lee, Mumford, Huang, Int. J. Computer Vision 41, 2001). Drawn from the front, until nothing is left to cover.
 */
final class DeadLeaves {
    private static final double SMALLEST = 12;
    private static final int MOST = 40_000;

    private DeadLeaves() {}

    static void draw(Canvas canvas, Seed seed) {
        int height = canvas.height();
        int width = canvas.width();
        boolean[] covered = new boolean[height * width];
        int open = covered.length;
        double largest = Math.max(2 * SMALLEST, Math.min(height, width) * 0.6);
        RandomField random = new RandomField(seed.child("leaves"));
        for (int leaf = 0; leaf < MOST && open > 0; leaf++) {
            double radius = radius(random.uniform(leaf, 0), largest);
            double y = -radius + random.uniform(leaf, 1) * (height + 2 * radius);
            double x = -radius + random.uniform(leaf, 2) * (width + 2 * radius);
            open -= disc(canvas, covered, y, x, radius, Paint.textured(seed.child(leaf)));
        }
        Paint ground = Paint.textured(seed.child("ground"));
        for (int i = 0; i < covered.length && open > 0; i++) {
            if (!covered[i]) {
                ground.draw(canvas, i / width, i % width);
                open--;
            }
        }
    }

    /** Inverse of the distribution function of r^-3 between the smallest and the largest radius. */
    private static double radius(double u, double largest) {
        double a = 1 / (SMALLEST * SMALLEST);
        double b = 1 / (largest * largest);
        return 1 / Math.sqrt(a - u * (a - b));
    }

    /** Number of points newly covered. */
    private static int disc(
            Canvas canvas, boolean[] covered, double centreY, double centreX, double radius, Paint paint) {
        int drawn = 0;
        int top = Math.max(0, (int) Math.ceil(centreY - radius));
        int bottom = Math.min(canvas.height() - 1, (int) Math.floor(centreY + radius));
        for (int y = top; y <= bottom; y++) {
            double half = Math.sqrt(Math.max(0, radius * radius - (y - centreY) * (y - centreY)));
            int left = Math.max(0, (int) Math.ceil(centreX - half));
            int right = Math.min(canvas.width() - 1, (int) Math.floor(centreX + half));
            for (int x = left; x <= right; x++) {
                int i = y * canvas.width() + x;
                if (!covered[i]) {
                    covered[i] = true;
                    paint.draw(canvas, y, x);
                    drawn++;
                }
            }
        }
        return drawn;
    }
}
