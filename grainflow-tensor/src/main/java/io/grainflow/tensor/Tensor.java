package io.grainflow.tensor;

import io.grainflow.random.Seed;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A native array with automatic differentiation. Shapes are checked before the native library sees them, and its own
 * messages never reach a user. A tensor belongs to the {@link Scope} it was born in; used later it throws
 * {@link IllegalStateException}. Element-wise operations broadcast as usual.
 */
public final class Tensor implements TensorBundle {
    private final org.bytedeco.pytorch.Tensor handle;

    private Tensor(org.bytedeco.pytorch.Tensor handle) {
        this.handle = handle;
    }

    // ---- birth ----

    /** A float32 tensor on the CPU of a copy of the values. */
    public static Tensor of(float[] values, long... shape) {
        requireCount(values.length, shape);
        return make("of", () -> org.bytedeco.pytorch.AbstractTensor.create(values, shape));
    }

    /** A float64 tensor on the CPU of a copy of the values. */
    public static Tensor ofDoubles(double[] values, long... shape) {
        requireCount(values.length, shape);
        return make("ofDoubles", () -> org.bytedeco.pytorch.AbstractTensor.create(values, shape));
    }

    /** An int64 tensor on the CPU of a copy of the values. */
    public static Tensor ofLongs(long[] values, long... shape) {
        requireCount(values.length, shape);
        return make("ofLongs", () -> org.bytedeco.pytorch.AbstractTensor.create(values, shape));
    }

    public static Tensor zeros(long... shape) {
        return full(0, shape);
    }

    public static Tensor ones(long... shape) {
        return full(1, shape);
    }

    /** A float32 tensor on the CPU with one value everywhere. */
    public static Tensor full(double value, long... shape) {
        return make("full", () -> torch.full(shape, new Scalar(value)).to(torch.ScalarType.Float));
    }

    /** Standard normal float32 values on the CPU, a function of the seed alone; the global generator stays untouched. */
    public static Tensor randn(Seed seed, long... shape) {
        return make("randn", () -> torch.randn(shape, new GeneratorOptional(torch.make_generator_cpu(seed.value()))));
    }

    // ---- what it is ----

    public long[] shape() {
        return handle().shape();
    }

    public int dimensions() {
        return shape().length;
    }

    public DType dtype() {
        return DType.of(handle().scalar_type());
    }

    public Device device() {
        return handle().is_cuda() ? Device.CUDA : Device.CPU;
    }

    /** The values in row-major order; float64 is rounded. */
    public float[] toFloats() {
        return Scope.heap(() -> {
            FloatBuffer buffer = onHost(DType.FLOAT32).createBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    /** The values in row-major order. */
    public double[] toDoubles() {
        return Scope.heap(() -> {
            DoubleBuffer buffer = onHost(DType.FLOAT64).createBuffer();
            double[] values = new double[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    /** The values in row-major order; fractions are cut. */
    public long[] toLongs() {
        return Scope.heap(() -> {
            LongBuffer buffer = onHost(DType.INT64).createBuffer();
            long[] values = new long[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    /** The only value of a tensor of one element. */
    public double item() {
        if (count(shape()) != 1) {
            throw new IllegalArgumentException("item expects one element, got " + text(shape()));
        }
        return handle().item_double();
    }

    // ---- arithmetic ----

    public Tensor add(Tensor other) {
        broadcastable("add", other);
        return make("add", () -> handle().add(other.handle()));
    }

    public Tensor add(double value) {
        return make("add", () -> handle().add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        broadcastable("sub", other);
        return make("sub", () -> handle().sub(other.handle()));
    }

    public Tensor mul(Tensor other) {
        broadcastable("mul", other);
        return make("mul", () -> handle().mul(other.handle()));
    }

    public Tensor mul(double value) {
        return make("mul", () -> handle().mul(new Scalar(value)));
    }

    public Tensor div(Tensor other) {
        broadcastable("div", other);
        return make("div", () -> handle().div(other.handle()));
    }

    public Tensor neg() {
        return make("neg", () -> handle().neg());
    }

    public Tensor square() {
        return make("square", () -> handle().square());
    }

    public Tensor sqrt() {
        return make("sqrt", () -> handle().sqrt());
    }

    public Tensor exp() {
        return make("exp", () -> handle().exp());
    }

    public Tensor log() {
        return make("log", () -> handle().log());
    }

    public Tensor abs() {
        return make("abs", () -> handle().abs());
    }

    public Tensor relu() {
        return make("relu", () -> torch.relu(handle()));
    }

    public Tensor leakyRelu(double slope) {
        return make("leakyRelu", () -> torch.leaky_relu(handle(), new Scalar(slope)));
    }

    public Tensor sigmoid() {
        return make("sigmoid", () -> handle().sigmoid());
    }

    public Tensor tanh() {
        return make("tanh", () -> handle().tanh());
    }

    public Tensor sum() {
        return make("sum", () -> handle().sum());
    }

    public Tensor mean() {
        return make("mean", () -> handle().mean());
    }

    // ---- shape ----

    public Tensor reshape(long... shape) {
        if (count(shape) != count(shape())) {
            throw new IllegalArgumentException(
                    "reshape expects " + count(shape()) + " elements, got " + text(shape) + " for " + text(shape()));
        }
        return make("reshape", () -> handle().reshape(shape));
    }

    public Tensor narrow(int dimension, long start, long length) {
        long[] shape = shape();
        if (dimension < 0
                || dimension >= shape.length
                || start < 0
                || length < 0
                || start + length > shape[dimension]) {
            throw new IllegalArgumentException("narrow expects a range inside dimension " + dimension + " of "
                    + text(shape) + ", got " + start + "+" + length);
        }
        return make("narrow", () -> handle().narrow(dimension, start, length));
    }

    /** Joins tensors that agree in every other dimension. */
    public static Tensor cat(List<Tensor> parts, int dimension) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("cat expects at least one tensor, got none");
        }
        long[] first = parts.get(0).shape();
        for (Tensor part : parts) {
            long[] shape = part.shape();
            for (int d = 0; d < Math.max(first.length, shape.length); d++) {
                if (shape.length != first.length || (d != dimension && shape[d] != first[d])) {
                    throw new IllegalArgumentException("cat expects equal shapes outside dimension " + dimension
                            + ", got " + text(first) + " and " + text(shape));
                }
            }
        }
        return make(
                "cat",
                () -> torch.cat(
                        new TensorVector(
                                parts.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new)),
                        dimension));
    }

    // ---- layers ----

    /**
     * Cross-correlation with zero padding.
     *
     * @param weight [O,I,KH,KW]; this tensor is [N,I,H,W]
     * @param bias [O], or null for none
     */
    public Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
        long[] x = shape();
        long[] w = weight.shape();
        if (w.length != 4) {
            throw new IllegalArgumentException("conv2d expects weight [O,I,KH,KW], got " + text(w));
        }
        if (x.length != 4 || x[1] != w[1]) {
            throw new IllegalArgumentException("conv2d expects input [N," + w[1] + ",H,W], got " + text(x));
        }
        if (x[2] + 2L * padding < w[2] || x[3] + 2L * padding < w[3]) {
            throw new IllegalArgumentException("conv2d expects an input of at least " + w[2] + "x" + w[3]
                    + " with padding " + padding + ", got " + text(x));
        }
        if (bias != null && !Arrays.equals(bias.shape(), new long[] {w[0]})) {
            throw new IllegalArgumentException("conv2d expects bias [" + w[0] + "], got " + text(bias.shape()));
        }
        return make(
                "conv2d",
                () -> torch.conv2d(
                        handle(),
                        weight.handle(),
                        bias == null ? new TensorOptional() : new TensorOptional(bias.handle()),
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        1));
    }

    /**
     * Batch normalisation over N, H, W (Ioffe, Szegedy 2015).
     *
     * @param weight gamma [C]
     * @param bias beta [C]
     * @param statistics running mean and variance; in training they are updated in place, the variance with the unbiased
     *     batch variance
     * @param training whether batch statistics normalise (and running ones are updated) or the running ones do
     */
    public Tensor batchNorm(Tensor weight, Tensor bias, RunningStatistics statistics, boolean training) {
        long[] x = shape();
        if (x.length != 4) {
            throw new IllegalArgumentException("batchNorm expects input [N,C,H,W], got " + text(x));
        }
        for (Tensor part : List.of(weight, bias, statistics.mean(), statistics.variance())) {
            if (!Arrays.equals(part.shape(), new long[] {x[1]})) {
                throw new IllegalArgumentException("batchNorm expects parameters [" + x[1] + "] for input " + text(x)
                        + ", got " + text(part.shape()));
            }
        }
        return make(
                "batchNorm",
                () -> torch.batch_norm(
                        handle(),
                        new TensorOptional(weight.handle()),
                        new TensorOptional(bias.handle()),
                        new TensorOptional(statistics.mean().handle()),
                        new TensorOptional(statistics.variance().handle()),
                        training,
                        statistics.momentum(),
                        statistics.epsilon(),
                        false));
    }

    // ---- gradients, placement, state ----

    /** The same values, no longer connected to what made them. */
    public Tensor detach() {
        return make("detach", () -> handle().detach());
    }

    /** A copy with storage of its own, not connected to what made it. */
    public Tensor copy() {
        return make("copy", () -> handle().detach().clone());
    }

    public Tensor to(Device device) {
        return make("to", () -> handle().to(device.handle(), handle().scalar_type()));
    }

    public Tensor to(DType dtype) {
        return make("to", () -> handle().to(dtype.scalarType()));
    }

    /** Marks this tensor as a parameter: {@link #backward} fills its gradient. */
    public Tensor requiresGrad() {
        handle().requires_grad_(true);
        return this;
    }

    /** Adds d(this)/d(parameter) to the gradient of every parameter; this tensor must have one element. */
    public void backward() {
        if (count(shape()) != 1) {
            throw new IllegalArgumentException("backward expects one element, got " + text(shape()));
        }
        act("backward", () -> handle().backward());
    }

    /** The gradient, or null before any {@link #backward}. */
    public @Nullable Tensor grad() {
        org.bytedeco.pytorch.Tensor grad = handle().grad();
        return grad.defined() ? new Tensor(grad) : null;
    }

    /** Sets the gradient to zero if there is one. */
    public void zeroGrad() {
        org.bytedeco.pytorch.Tensor grad = handle().grad();
        if (grad.defined()) {
            grad.zero_();
        }
    }

    /** Frees this tensor now instead of with its scope; used later it throws. What was computed from it stays valid. */
    public void free() {
        handle().deallocate();
    }

    /** Overwrites the values in place, outside of differentiation. Shapes must be equal. */
    public void copyFrom(Tensor source) {
        if (!Arrays.equals(shape(), source.shape())) {
            throw new IllegalArgumentException("copyFrom expects " + text(shape()) + ", got " + text(source.shape()));
        }
        act("copyFrom", () -> NoGrad.run(() -> handle().copy_(source.handle())));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(this);
    }

    @Override
    public String toString() {
        return handle.isNull() ? "Tensor (freed)" : "Tensor " + dtype() + " " + text(shape());
    }

    // ---- inside the module ----

    org.bytedeco.pytorch.Tensor handle() {
        if (handle.isNull()) {
            throw new IllegalStateException("Tensor used outside its Scope");
        }
        return handle;
    }

    /** Outlives the innermost scope: the outer one owns it, or without one the collector frees it once unreachable. */
    void passTo(@Nullable PointerScope outer) {
        if (outer != null) {
            outer.attach(handle());
        } else {
            handle().retainReference();
        }
    }

    static String text(long[] shape) {
        return Arrays.toString(shape).replace(" ", "");
    }

    static void act(String operation, Runnable body) {
        try {
            body.run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalStateException(operation + " failed inside the native library", e);
        }
    }

    private static Tensor make(String operation, Supplier<org.bytedeco.pytorch.Tensor> body) {
        org.bytedeco.pytorch.Tensor[] result = new org.bytedeco.pytorch.Tensor[1];
        act(operation, () -> result[0] = body.get());
        return new Tensor(result[0]);
    }

    private org.bytedeco.pytorch.Tensor onHost(DType dtype) {
        return handle().detach().to(Device.CPU.handle(), dtype.scalarType()).contiguous();
    }

    private void broadcastable(String operation, Tensor other) {
        long[] a = shape();
        long[] b = other.shape();
        for (int i = 1; i <= Math.min(a.length, b.length); i++) {
            long p = a[a.length - i];
            long q = b[b.length - i];
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException(
                        operation + " expects shapes that broadcast, got " + text(a) + " and " + text(b));
            }
        }
    }

    private static void requireCount(int values, long... shape) {
        if (values != count(shape)) {
            throw new IllegalArgumentException(
                    "Tensor " + text(shape) + " expects " + count(shape) + " values, got " + values);
        }
    }

    private static long count(long... shape) {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }
}
