package io.grainflow.train.data;

import io.grainflow.image.Image;
import java.util.Arrays;

/**
 * Masks strong edges in likelihoods. A clean image that is the mean of many shots is slightly blurred, so that on edges its difference from
 * a single shot contains image structure besides noise.
 *
 * @param edgeThreshold difference of neighbouring pixels of the clean image (white = 1) above which these pixels and their surroundings are
 *     masked; 0 for no mask
 */
public record EdgeMask(double edgeThreshold) {
    private static final int REACH = 2;

    public EdgeMask {
        if (!(edgeThreshold >= 0)) {
            throw new IllegalArgumentException("edge mask expects a threshold of at least 0, got " + edgeThreshold);
        }
    }

    /** No mask. */
    public static EdgeMask defaults() {
        return new EdgeMask(0);
    }

    boolean masks() {
        return edgeThreshold > 0;
    }

    /** 1 for pixels that count, 0 for others, as an image of one channel. */
    Image weights(Image clean) {
        int height = clean.height();
        int width = clean.width();
        float[] weights = new float[height * width];
        Arrays.fill(weights, 1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (edge(clean, y, x)) {
                    clear(weights, height, width, y, x);
                }
            }
        }
        return Image.adopt(clean.domain(), height, width, weights);
    }

    private boolean edge(Image clean, int y, int x) {
        for (int c = 0; c < clean.channels(); c++) {
            float here = clean.at(c, y, x);
            boolean right = x + 1 < clean.width() && Math.abs(clean.at(c, y, x + 1) - here) > edgeThreshold;
            if (right || (y + 1 < clean.height() && Math.abs(clean.at(c, y + 1, x) - here) > edgeThreshold)) {
                return true;
            }
        }
        return false;
    }

    private static void clear(float[] weights, int height, int width, int y, int x) {
        for (int row = Math.max(0, y - REACH); row <= Math.min(height - 1, y + REACH); row++) {
            int from = row * width + Math.max(0, x - REACH);
            int to = row * width + Math.min(width - 1, x + REACH) + 1;
            Arrays.fill(weights, from, to, 0);
        }
    }
}
