package io.grainflow.isp;

import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import org.jspecify.annotations.Nullable;

/**
 * The dead leaves model: shapes that occlude each other, with radii of density r^-3. It is the simplest model with the statistics of
 * natural images at every scale (Lee, Mumford, Huang, Int. J. Computer Vision 41, 2001). Leaves are drawn from front to back until enough
 * is covered.
 */
final class DeadLeaves {
    private static final double RECTANGLES = 0.25;

    private final Canvas canvas;
    private final Seed seed;
    private final Palette palette;
    private final boolean[] covered;
    private final double smallest;
    private final double largest;
    private final double slenderest;

    private DeadLeaves(Canvas canvas, Seed seed) {
        this.canvas = canvas;
        this.seed = seed;
        this.palette = Palette.of(seed);
        this.covered = new boolean[canvas.height() * canvas.width()];
        RandomField random = new RandomField(seed.child("size"));
        int side = Math.min(canvas.height(), canvas.width());
        smallest = StrictMath.pow(2, 1.5 + 2 * random.uniform(0, 0));
        largest = Math.max(2 * smallest, side * (0.25 + 0.15 * random.uniform(1, 0)));
        slenderest = 0.3 + 0.6 * random.uniform(2, 0);
    }

    /**
     * Fills the canvas.
     *
     * @param coverage share of the picture that leaves have to cover, in [0,1]; the rest shows a smooth background
     */
    static void draw(Canvas canvas, Seed seed, double coverage) {
        new DeadLeaves(canvas, seed).draw(coverage);
    }

    private void draw(double coverage) {
        int height = canvas.height();
        int width = canvas.width();
        int open = covered.length;
        int enough = (int) ((1 - coverage) * open);
        // the last gaps stay background, because most further leaves would be hidden completely
        int most = 1000 + open / 2;
        RandomField random = new RandomField(seed.child("leaves"));
        for (int leaf = 0; leaf < most && open > enough; leaf++) {
            double y = -largest + random.uniform(leaf, 1) * (height + 2 * largest);
            double x = -largest + random.uniform(leaf, 2) * (width + 2 * largest);
            double radius = radius(random.uniform(leaf, 0));
            double reach = 1.9 * radius;
            if (y > -reach && y < height + reach && x > -reach && x < width + reach) {
                open -= cover(outline(random, leaf, radius), y, x, radius, seed.child(leaf));
            }
        }
        Paint ground =
                Paint.smooth(seed.child("ground"), palette, height / 2.0, width / 2.0, Math.min(height, width) / 2.0);
        for (int i = 0; i < covered.length; i++) {
            if (!covered[i]) {
                ground.draw(canvas, i / width, i % width);
            }
        }
    }

    /** Inverse of the distribution function of r^-3 between the smallest and the largest radius. */
    private double radius(double u) {
        double a = 1 / (smallest * smallest);
        double b = 1 / (largest * largest);
        return 1 / Math.sqrt(a - u * (a - b));
    }

    /** An ellipse with the area of a disc of this radius, or a rectangle with the area of a square of this half side. */
    private Outline outline(RandomField random, int leaf, double radius) {
        double slender = Math.sqrt(slenderest + (1 - slenderest) * random.uniform(leaf, 3));
        double angle = Math.PI * random.uniform(leaf, 4);
        return random.uniform(leaf, 5) < RECTANGLES
                ? Outline.rectangle(0.9 * radius / slender, 0.9 * radius * slender, angle)
                : Outline.ellipse(radius / slender, radius * slender, angle);
    }

    /** Number of points newly covered. */
    private int cover(Outline outline, double centreY, double centreX, double radius, Seed leaf) {
        @Nullable Paint paint = null;
        int drawn = 0;
        int top = Math.max(0, (int) Math.ceil(centreY - outline.rows()));
        int bottom = Math.min(canvas.height() - 1, (int) Math.floor(centreY + outline.rows()));
        for (int y = top; y <= bottom; y++) {
            int left = Math.max(0, (int) Math.ceil(centreX + outline.left(y - centreY)));
            int right = Math.min(canvas.width() - 1, (int) Math.floor(centreX + outline.right(y - centreY)));
            for (int x = left; x <= right; x++) {
                int i = y * canvas.width() + x;
                if (!covered[i]) {
                    covered[i] = true;
                    if (paint == null) {
                        paint = Paint.textured(leaf, palette, centreY, centreX, radius);
                    }
                    paint.draw(canvas, y, x);
                    drawn++;
                }
            }
        }
        return drawn;
    }
}
