package io.grainflow.flow;

import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Weight of each position in likelihoods: 1 inside the image; 0 in the padding, in the surroundings of a tile, and in masked areas of a
 * pair. The weight of a position at a coarser level is the mean weight of its pixels, so that the log-likelihood is a sum over the pixels
 * that count, and tiles add up to the whole image.
 */
public final class PositionWeights {
    private static final PositionWeights ALL = new PositionWeights(List.of());

    private final List<Tensor> levels;

    private PositionWeights(List<Tensor> levels) {
        this.levels = List.copyOf(levels);
    }

    /** Every position counts. */
    public static PositionWeights all() {
        return ALL;
    }

    /**
     * Weights of pixels, [N,H,W] in row-major order, averaged down level by level.
     *
     * @param levels how often height and width are halved
     */
    public static PositionWeights of(
            float[] pixels, int count, int height, int width, int levels, DType dtype, Device device) {
        if (pixels.length != count * height * width || height % (1 << levels) != 0 || width % (1 << levels) != 0) {
            throw new IllegalArgumentException("PositionWeights expects [" + count + "," + height + "," + width
                    + "], divisible by 2^" + levels + ", got " + pixels.length + " values");
        }
        List<Tensor> tensors = new ArrayList<>();
        float[] current = pixels;
        for (int level = 0; level <= levels; level++) {
            int h = height >> level;
            int w = width >> level;
            tensors.add(Tensor.of(current, count, 1, h, w).to(dtype).to(device));
            if (level < levels) {
                current = halved(current, count, h, w);
            }
        }
        return new PositionWeights(tensors);
    }

    private static float[] halved(float[] from, int count, int height, int width) {
        float[] to = new float[from.length / 4];
        int at = 0;
        for (int n = 0; n < count; n++) {
            for (int y = 0; y < height; y += 2) {
                int row = (n * height + y) * width;
                for (int x = 0; x < width; x += 2) {
                    to[at++] = 0.25f
                            * (from[row + x] + from[row + x + 1] + from[row + width + x] + from[row + width + x + 1]);
                }
            }
        }
        return to;
    }

    /** A map [N,C,h,w] at a level, multiplied by the weights. */
    Tensor weigh(Tensor map, int level) {
        return levels.isEmpty() ? map : map.mul(levels.get(level));
    }

    /** Sum of a map [N,C,h,w] at a level over channels and the positions that count, [N]. */
    public Tensor sum(Tensor map, int level) {
        return weigh(map, level).sum(false, 1, 2, 3);
    }

    /** Number of positions of x at a level that count, per sample, [N]. */
    public Tensor positions(Tensor x, int level) {
        if (levels.isEmpty()) {
            long[] shape = x.shape();
            return Tensor.full((double) shape[2] * shape[3], shape[0])
                    .to(x.dtype())
                    .to(x.device());
        }
        return levels.get(level).sum(false, 1, 2, 3);
    }
}
