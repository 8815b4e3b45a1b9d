package io.grainflow.tensor;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/** Changes of height and width of [N,C,H,W], beside those that {@link Tensor} has itself. */
public final class Resampling {
    private Resampling() {}

    /**
     * Every step-th row and column, beginning at given ones: [N,C,ceil((H - row) / step),ceil((W - column) / step)].
     *
     * @param step at least 1
     * @param row first row, below H
     * @param column first column, below W
     */
    public static Tensor every(Tensor x, int step, int row, int column) {
        long[] shape = x.shape();
        Shapes.requireImage("every", -1, shape);
        if (step < 1 || row < 0 || column < 0 || row >= shape[2] || column >= shape[3]) {
            throw new IllegalArgumentException("every expects a step of at least 1 and a first row and column inside "
                    + Shapes.text(shape) + ", got " + step + ", " + row + ", " + column);
        }
        return NativeCall.make(
                "every",
                () -> x.handle()
                        .slice(2, new LongOptional(row), new LongOptional(shape[2]), step)
                        .slice(3, new LongOptional(column), new LongOptional(shape[3]), step));
    }

    /** Trades space for channels, [N,C,H,W] to [N,4C,H/2,W/2]: channel 4c + 2i + j comes from row i, column j of each block of channel c. */
    public static Tensor spaceToDepth(Tensor x) {
        long[] shape = x.shape();
        Shapes.requireImage("spaceToDepth", -1, shape);
        if (shape[2] % 2 != 0 || shape[3] % 2 != 0) {
            throw new IllegalArgumentException(
                    "spaceToDepth expects an even height and width, got " + Shapes.text(shape));
        }
        return NativeCall.make("spaceToDepth", () -> torch.pixel_unshuffle(x.handle(), 2));
    }

    /** The inverse of {@link #spaceToDepth}, [N,4C,H,W] to [N,C,2H,2W] (pixel shuffle; Shi et al., CVPR 2016, equation 4). */
    public static Tensor depthToSpace(Tensor x) {
        long[] shape = x.shape();
        Shapes.requireImage("depthToSpace", -1, shape);
        if (shape[1] % 4 != 0) {
            throw new IllegalArgumentException("depthToSpace expects channels in fours, got " + Shapes.text(shape));
        }
        return NativeCall.make("depthToSpace", () -> torch.pixel_shuffle(x.handle(), 2));
    }

    /**
     * Mean of the window around every pixel. The image is zero-padded, and the padding counts in the mean.
     *
     * @param kernel side of the window, odd
     */
    public static Tensor windowMean(Tensor x, int kernel) {
        Shapes.requireImage("windowMean", -1, x.shape());
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException("windowMean expects an odd kernel, got " + kernel);
        }
        return NativeCall.make(
                "windowMean",
                () -> torch.avg_pool2d(
                        x.handle(),
                        new long[] {kernel, kernel},
                        new long[] {1, 1},
                        new long[] {kernel / 2, kernel / 2},
                        false,
                        true,
                        new LongOptional()));
    }
}
