package io.grainflow.tensor;

import static io.grainflow.tensor.Shapes.text;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operations of networks on [N,C,H,W], with their checks; {@link Tensor} documents them. */
final class Layers {
    private static final long[] ONE = {1, 1};
    private static final long[] NONE = {0, 0};

    private Layers() {}

    static Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
        long[] x = input.shape();
        long[] w = weight.shape();
        if (w.length != 4) {
            throw new IllegalArgumentException("conv2d expects weight [O,I,KH,KW], got " + text(w));
        }
        Shapes.requireImage("conv2d", w[1], x);
        if (stride < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "conv2d expects stride >= 1 and padding >= 0, got " + stride + " and " + padding);
        }
        if (x[2] + 2L * padding < w[2] || x[3] + 2L * padding < w[3]) {
            throw new IllegalArgumentException("conv2d expects an input of at least " + w[2] + "x" + w[3]
                    + " with padding " + padding + ", got " + text(x));
        }
        Shapes.requireAlike("conv2d", input, weight);
        if (bias != null) {
            Shapes.requireEqual("conv2d", "bias ", new long[] {w[0]}, bias.shape());
            Shapes.requireAlike("conv2d", input, bias);
        }
        return NativeCall.make(
                "conv2d",
                () -> torch.conv2d(
                        input.handle(),
                        weight.handle(),
                        bias == null ? new TensorOptional() : new TensorOptional(bias.handle()),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        ONE,
                        1));
    }

    static Tensor doubledConv2d(Tensor input, Tensor weight, Tensor bias) {
        long[] w = weight.shape();
        if (w.length != 4 || w[2] != w[3] || w[2] < 2 || w[2] > 3) {
            throw new IllegalArgumentException("doubledConv2d expects weight [I,O,3,3] or [I,O,2,2], got " + text(w));
        }
        long[] padding = w[2] == 3 ? ONE : NONE;
        Shapes.requireImage("doubledConv2d", w[0], input.shape());
        Shapes.requireAlike("doubledConv2d", input, weight);
        Shapes.requireEqual("doubledConv2d", "bias ", new long[] {w[1]}, bias.shape());
        Shapes.requireAlike("doubledConv2d", input, bias);
        return NativeCall.make(
                "doubledConv2d",
                () -> torch.conv_transpose2d(
                        input.handle(),
                        weight.handle(),
                        new TensorOptional(bias.handle()),
                        new long[] {2, 2},
                        padding,
                        padding,
                        1,
                        ONE));
    }

    static Tensor batchNorm(Tensor input, Tensor weight, Tensor bias, RunningStatistics statistics, boolean training) {
        long[] x = input.shape();
        Shapes.requireImage("batchNorm", -1, x);
        for (Tensor part : new Tensor[] {weight, bias, statistics.mean(), statistics.variance()}) {
            long[] shape = part.shape();
            if (shape.length != 1 || shape[0] != x[1]) {
                throw new IllegalArgumentException(
                        "batchNorm expects parameters [" + x[1] + "] for input " + text(x) + ", got " + text(shape));
            }
            Shapes.requireAlike("batchNorm", input, part);
        }
        if (training && x[0] * x[2] * x[3] < 2) {
            throw new IllegalArgumentException(
                    "batchNorm expects at least 2 values per channel in training, got " + text(x));
        }
        return NativeCall.make(
                "batchNorm",
                () -> torch.batch_norm(
                        input.handle(),
                        new TensorOptional(weight.handle()),
                        new TensorOptional(bias.handle()),
                        new TensorOptional(statistics.mean().handle()),
                        new TensorOptional(statistics.variance().handle()),
                        training,
                        statistics.momentum(),
                        statistics.epsilon(),
                        false));
    }

    static Tensor maxPool2(Tensor input) {
        long[] x = input.shape();
        Shapes.requireImage("maxPool2", -1, x);
        if (x[2] < 2 || x[3] < 2) {
            throw new IllegalArgumentException("maxPool2 expects an input of at least 2x2, got " + text(x));
        }
        return NativeCall.make("maxPool2", () -> torch.max_pool2d(input.handle(), 2, 2));
    }

    static Tensor upsampleNearest2(Tensor input) {
        long[] x = input.shape();
        Shapes.requireImage("upsampleNearest2", -1, x);
        return NativeCall.make("upsampleNearest2", () -> torch.upsample_nearest2d(input.handle(), 2 * x[2], 2 * x[3]));
    }

    static Tensor padReflect(Tensor input, int left, int right, int top, int bottom) {
        long[] x = input.shape();
        Shapes.requireImage("padReflect", -1, x);
        if (Math.min(Math.min(left, right), Math.min(top, bottom)) < 0
                || Math.max(left, right) >= x[3]
                || Math.max(top, bottom) >= x[2]) {
            throw new IllegalArgumentException("padReflect expects paddings from 0 to below the extent, got left "
                    + left + ", right " + right + ", top " + top + ", bottom " + bottom + " for " + text(x));
        }
        return NativeCall.make("padReflect", () -> torch.reflection_pad2d(input.handle(), left, right, top, bottom));
    }
}
