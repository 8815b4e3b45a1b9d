package io.grainflow.tensor;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of shapes, number formats and devices before an operation. Messages say what was expected and what was given. */
final class Shapes {
    private Shapes() {}

    static String text(long... shape) {
        return Arrays.toString(shape).replace(" ", "");
    }

    /** Number of elements. */
    static long count(long... shape) {
        long count = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("Tensor expects no negative extent, got " + text(shape));
            }
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    static void requireCount(long values, long... shape) {
        if (values != count(shape)) {
            throw new IllegalArgumentException(
                    "Tensor " + text(shape) + " expects " + count(shape) + " values, got " + values);
        }
    }

    static void requireSameCount(String operation, long[] before, long... after) {
        if (count(after) != count(before)) {
            throw new IllegalArgumentException(
                    operation + " expects " + count(before) + " elements, got " + text(after) + " for " + text(before));
        }
    }

    static void requireInterval(String operation, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(operation + " expects low <= high, got " + low + " and " + high);
        }
    }

    static void requireOneElement(String operation, Tensor x) {
        if (count(x.shape()) != 1) {
            throw new IllegalArgumentException(operation + " expects one element, got " + text(x.shape()));
        }
    }

    static void requireEqual(String operation, String what, long[] expected, long... got) {
        if (!Arrays.equals(expected, got)) {
            throw new IllegalArgumentException(operation + " expects " + what + text(expected) + ", got " + text(got));
        }
    }

    /** [N,C,H,W]; a channel count of -1 stands for any. */
    static void requireImage(String operation, long channels, long... shape) {
        if (shape.length != 4 || (channels >= 0 && shape[1] != channels)) {
            throw new IllegalArgumentException(
                    operation + " expects input [N," + (channels < 0 ? "C" : channels) + ",H,W], got " + text(shape));
        }
    }

    /** Same number format, same device. */
    static void requireAlike(String operation, Tensor a, Tensor b) {
        if (a.dtype() != b.dtype()) {
            throw new IllegalArgumentException(
                    operation + " expects one number format, got " + word(a.dtype()) + " and " + word(b.dtype()));
        }
        if (a.device() != b.device()) {
            throw new IllegalArgumentException(
                    operation + " expects one device, got " + word(a.device()) + " and " + word(b.device()));
        }
    }

    /** float32 or float64. */
    static void requireReal(String operation, Tensor x) {
        if (x.dtype() == DType.INT64) {
            throw new IllegalArgumentException(operation + " expects float32 or float64, got int64");
        }
    }

    static void requirePositive(String operation, String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(operation + " expects a positive " + what + ", got " + value);
        }
    }

    /** [N,...] with at least one sample and another dimension. */
    static void requireBatch(String operation, long... shape) {
        if (shape.length < 2 || count(shape) == 0) {
            throw new IllegalArgumentException(operation + " expects samples [N,...], got " + text(shape));
        }
    }

    static void requireBroadcastable(String operation, Tensor x, Tensor y) {
        requireAlike(operation, x, y);
        long[] a = x.shape();
        long[] b = y.shape();
        for (int i = 1; i <= Math.min(a.length, b.length); i++) {
            long p = a[a.length - i];
            long q = b[b.length - i];
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException(
                        operation + " expects shapes that broadcast, got " + text(a) + " and " + text(b));
            }
        }
    }

    /** Each dimension at most once, counted from 0. */
    static void requireDimensions(String operation, long[] shape, int... dimensions) {
        boolean[] seen = new boolean[shape.length];
        for (int dimension : dimensions) {
            if (dimension < 0 || dimension >= shape.length || seen[dimension]) {
                throw new IllegalArgumentException(operation + " expects different dimensions of " + text(shape)
                        + ", got " + Arrays.toString(dimensions).replace(" ", ""));
            }
            seen[dimension] = true;
        }
    }

    /** The dimensions that a reduction runs over, at least one. */
    static long[] reduced(String operation, long[] shape, int... dimensions) {
        requireDimensions(operation, shape, dimensions);
        if (dimensions.length == 0) {
            throw new IllegalArgumentException(operation + " expects at least one dimension, got none");
        }
        return Arrays.stream(dimensions).asLongStream().toArray();
    }

    /** Every dimension once, in the new order. */
    static long[] permuted(long[] shape, int... order) {
        requireDimensions("permute", shape, order);
        if (order.length != shape.length) {
            throw new IllegalArgumentException("permute expects all dimensions of " + text(shape) + ", got "
                    + Arrays.toString(order).replace(" ", ""));
        }
        return Arrays.stream(order).asLongStream().toArray();
    }

    static void requireMatrices(Tensor x, Tensor y) {
        long[] a = x.shape();
        long[] b = y.shape();
        if (a.length != 2 || b.length != 2 || a[1] != b[0]) {
            throw new IllegalArgumentException("matmul expects [I,J] and [J,K], got " + text(a) + " and " + text(b));
        }
        requireAlike("matmul", x, y);
    }

    static void requireRange(String operation, long[] shape, int dimension, long start, long length) {
        if (dimension < 0
                || dimension >= shape.length
                || start < 0
                || length < 0
                || start + length > shape[dimension]) {
            throw new IllegalArgumentException(operation + " expects a range inside dimension " + dimension + " of "
                    + text(shape) + ", got " + start + "+" + length);
        }
    }

    static void requireJoinable(Iterable<Tensor> parts, int dimension) {
        @Nullable Tensor first = null;
        for (Tensor part : parts) {
            if (first == null) {
                first = part;
                requireDimensions("cat", part.shape(), dimension);
            }
            requireAlike("cat", first, part);
            long[] expected = first.shape();
            long[] got = part.shape();
            for (int d = 0; d < Math.max(expected.length, got.length); d++) {
                if (got.length != expected.length || (d != dimension && got[d] != expected[d])) {
                    throw new IllegalArgumentException("cat expects equal shapes outside dimension " + dimension
                            + ", got " + text(expected) + " and " + text(got));
                }
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("cat expects at least one tensor, got none");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
