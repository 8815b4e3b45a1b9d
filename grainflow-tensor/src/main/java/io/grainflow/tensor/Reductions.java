package io.grainflow.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;

/** Statistics over dimensions, beside the sums and means that {@link Tensor} has itself. */
public final class Reductions {
    private Reductions() {}

    /** Unbiased standard deviation over dimensions of at least 2 values together, which stay with extent 1 if kept. */
    public static Tensor deviation(Tensor x, boolean keepDimensions, int... dimensions) {
        long[] over = reduced("deviation", x, dimensions);
        long count = 1;
        for (long dimension : over) {
            count *= x.shape()[(int) dimension];
        }
        if (count < 2) {
            throw new IllegalArgumentException(
                    "deviation expects at least 2 values, got " + count + " of " + Shapes.text(x.shape()));
        }
        return NativeCall.make("deviation", () -> x.handle().std(over, true, keepDimensions));
    }

    /**
     * Euclidean norm over dimensions, which stay with extent 1 if kept. Where it is 0 its gradient is 0, not the undefined one of a square root.
     */
    public static Tensor norm(Tensor x, boolean keepDimensions, int... dimensions) {
        long[] over = reduced("norm", x, dimensions);
        return NativeCall.make(
                "norm", () -> x.handle().norm(new ScalarOptional(new Scalar(2.0)), over, keepDimensions));
    }

    private static long[] reduced(String operation, Tensor x, int... dimensions) {
        Shapes.requireReal(operation, x);
        return Shapes.reduced(operation, x.shape(), dimensions);
    }
}
