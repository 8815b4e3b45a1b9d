package io.grainflow.tensor;

import io.grainflow.random.Seed;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A native array with automatic differentiation. Shapes are checked before the native library sees them, and its own messages never reach a
 * user. A tensor belongs to the {@link Scope} in which it was created; using it after that scope throws {@link IllegalStateException}.
 * Element-wise operations of two tensors broadcast as usual and expect one number format and one device.
 *
 * <p>Pitfalls of the library underneath: a {@code LongArrayRef} made from a Java array dangles (only the overloads with {@code long[]} are
 * used here), pointers to a tensor's data do not own it (values are always copied), and detaching a pointer from its scope frees it at once
 * (tensors are attached to the outer scope instead).
 */
public final class Tensor implements TensorBundle {
    private final org.bytedeco.pytorch.Tensor handle;

    Tensor(org.bytedeco.pytorch.Tensor handle) {
        this.handle = handle;
    }

    // ---- creation ----

    /** A float32 tensor on the CPU of a copy of the values. */
    public static Tensor of(float[] values, long... shape) {
        Shapes.requireCount(values.length, shape);
        return NativeCall.birth("of", () -> AbstractTensor.create(values, shape));
    }

    /** A float64 tensor on the CPU of a copy of the values. */
    public static Tensor ofDoubles(double[] values, long... shape) {
        Shapes.requireCount(values.length, shape);
        return NativeCall.birth("ofDoubles", () -> AbstractTensor.create(values, shape));
    }

    /** An int64 tensor on the CPU of a copy of the values. */
    public static Tensor ofLongs(long[] values, long... shape) {
        Shapes.requireCount(values.length, shape);
        return NativeCall.birth("ofLongs", () -> AbstractTensor.create(values, shape));
    }

    public static Tensor zeros(long... shape) {
        return full(0, shape);
    }

    public static Tensor ones(long... shape) {
        return full(1, shape);
    }

    /** A float32 tensor on the CPU, filled with one value. */
    public static Tensor full(double value, long... shape) {
        Shapes.count(shape);
        return NativeCall.birth("full", () -> torch.full(shape, new Scalar(value)));
    }

    /** Standard normal float32 values on the CPU, a function of the seed alone; the global generator stays untouched. */
    public static Tensor randn(Seed seed, long... shape) {
        Shapes.count(shape);
        return NativeCall.birth(
                "randn", () -> torch.randn(shape, new GeneratorOptional(torch.make_generator_cpu(seed.value()))));
    }

    // ---- shape and values ----

    public long[] shape() {
        return handle().shape();
    }

    public DType dtype() {
        return DType.of(handle().scalar_type());
    }

    public Device device() {
        return handle().is_cuda() ? Device.CUDA : Device.CPU;
    }

    /** The values in row-major order; float64 is rounded. */
    public float[] toFloats() {
        return HeapCopy.floats(this);
    }

    /** The values in row-major order. */
    public double[] toDoubles() {
        return HeapCopy.doubles(this);
    }

    /** The values in row-major order; fractions are cut. */
    public long[] toLongs() {
        return HeapCopy.longs(this);
    }

    /** The only value of a tensor of one element. */
    public double item() {
        Shapes.requireOneElement("item", this);
        return NativeCall.get("item", () -> handle().item_double());
    }

    public Tensor add(Tensor other) {
        Shapes.requireBroadcastable("add", this, other);
        return NativeCall.make("add", () -> handle().add(other.handle()));
    }

    public Tensor add(double value) {
        return NativeCall.make("add", () -> handle().add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        Shapes.requireBroadcastable("sub", this, other);
        return NativeCall.make("sub", () -> handle().sub(other.handle()));
    }

    public Tensor sub(double value) {
        return NativeCall.make("sub", () -> handle().sub(new Scalar(value)));
    }

    public Tensor mul(Tensor other) {
        Shapes.requireBroadcastable("mul", this, other);
        return NativeCall.make("mul", () -> handle().mul(other.handle()));
    }

    public Tensor mul(double value) {
        return NativeCall.make("mul", () -> handle().mul(new Scalar(value)));
    }

    public Tensor div(Tensor other) {
        Shapes.requireBroadcastable("div", this, other);
        return NativeCall.make("div", () -> handle().div(other.handle()));
    }

    public Tensor div(double value) {
        return NativeCall.make("div", () -> handle().div(new Scalar(value)));
    }

    public Tensor neg() {
        return NativeCall.make("neg", () -> handle().neg());
    }

    public Tensor square() {
        return NativeCall.make("square", () -> handle().square());
    }

    public Tensor sqrt() {
        return NativeCall.make("sqrt", () -> handle().sqrt());
    }

    public Tensor exp() {
        return NativeCall.make("exp", () -> handle().exp());
    }

    public Tensor log() {
        return NativeCall.make("log", () -> handle().log());
    }

    public Tensor abs() {
        return NativeCall.make("abs", () -> handle().abs());
    }

    public Tensor floor() {
        return NativeCall.make("floor", () -> handle().floor());
    }

    /** Clips values to the range; NaN stays NaN. */
    public Tensor clamp(double low, double high) {
        Shapes.requireInterval("clamp", low, high);
        return NativeCall.make(
                "clamp",
                () -> handle().clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
    }

    public Tensor relu() {
        return NativeCall.make("relu", () -> torch.relu(handle()));
    }

    public Tensor leakyRelu(double slope) {
        return NativeCall.make("leakyRelu", () -> torch.leaky_relu(handle(), new Scalar(slope)));
    }

    public Tensor sigmoid() {
        return NativeCall.make("sigmoid", () -> handle().sigmoid());
    }

    public Tensor tanh() {
        return NativeCall.make("tanh", () -> handle().tanh());
    }

    public Tensor sum() {
        return NativeCall.make("sum", () -> handle().sum());
    }

    /** Sums over dimensions, which stay with extent 1 if kept. */
    public Tensor sum(boolean keepDimensions, int... dimensions) {
        long[] over = Shapes.reduced("sum", shape(), dimensions);
        return NativeCall.make("sum", () -> handle().sum(over, keepDimensions, new ScalarTypeOptional()));
    }

    public Tensor mean() {
        return NativeCall.make("mean", () -> handle().mean());
    }

    /** Averages over dimensions, which stay with extent 1 if kept. */
    public Tensor mean(boolean keepDimensions, int... dimensions) {
        long[] over = Shapes.reduced("mean", shape(), dimensions);
        return NativeCall.make("mean", () -> handle().mean(over, keepDimensions, new ScalarTypeOptional()));
    }

    /** Matrix product [I,J] x [J,K] = [I,K]. */
    public Tensor matmul(Tensor other) {
        Shapes.requireMatrices(this, other);
        return NativeCall.make("matmul", () -> handle().matmul(other.handle()));
    }

    public Tensor reshape(long... shape) {
        Shapes.requireSameCount("reshape", shape(), shape);
        return NativeCall.make("reshape", () -> handle().reshape(shape));
    }

    /** Dimension i of the result is dimension order[i] of this tensor. */
    public Tensor permute(int... order) {
        long[] to = Shapes.permuted(shape(), order);
        return NativeCall.make("permute", () -> handle().permute(to));
    }

    /** The part of a dimension from start on; it shares this tensor's storage. */
    public Tensor narrow(int dimension, long start, long length) {
        Shapes.requireRange("narrow", shape(), dimension, start, length);
        return NativeCall.make("narrow", () -> handle().narrow(dimension, start, length));
    }

    /** Joins tensors that agree in every other dimension. */
    public static Tensor cat(List<Tensor> parts, int dimension) {
        Shapes.requireJoinable(parts, dimension);
        return NativeCall.make(
                "cat",
                () -> torch.cat(
                        new TensorVector(
                                parts.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new)),
                        dimension));
    }

    /** Continues [N,C,H,W] by reflection about the border pixels, which are not repeated. */
    public Tensor padReflect(int left, int right, int top, int bottom) {
        return Layers.padReflect(this, left, right, top, bottom);
    }

    /**
     * Cross-correlation with zero padding.
     *
     * @param weight [O,I,KH,KW]; this tensor is [N,I,H,W]
     * @param bias [O], or null for none
     */
    public Tensor conv2d(Tensor weight, @Nullable Tensor bias, int stride, int padding) {
        return Layers.conv2d(this, weight, bias, stride, padding);
    }

    /**
     * Batch normalisation over N, H, W (Ioffe, Szegedy 2015).
     *
     * @param weight gamma [C]
     * @param bias beta [C]
     * @param statistics running mean and (unbiased) variance; in training they are updated in place
     * @param training whether batch statistics normalise (and running ones are updated) or the running ones do
     */
    public Tensor batchNorm(Tensor weight, Tensor bias, RunningStatistics statistics, boolean training) {
        return Layers.batchNorm(this, weight, bias, statistics, training);
    }

    /** Transposed convolution, stride 2: [N,I,H,W] to [N,O,2H,2W]; weight [I,O,3,3] (both paddings 1) or [I,O,2,2] (none), bias [O]. */
    public Tensor doubledConv2d(Tensor weight, Tensor bias) {
        return Layers.doubledConv2d(this, weight, bias);
    }

    /** Largest of each 2x2 block of [N,C,H,W]; an odd last row or column is dropped. */
    public Tensor maxPool2() {
        return Layers.maxPool2(this);
    }

    /** Each pixel of [N,C,H,W] as a 2x2 block. */
    public Tensor upsampleNearest2() {
        return Layers.upsampleNearest2(this);
    }

    // ---- placement and storage ----

    public Tensor to(Device device) {
        return NativeCall.make("to", () -> handle().to(device.handle(), handle().scalar_type()));
    }

    public Tensor to(DType dtype) {
        return NativeCall.make("to", () -> handle().to(dtype.scalarType()));
    }

    /** The same values stored in row-major order; this tensor's own storage if it already is. */
    public Tensor contiguous() {
        return NativeCall.make("contiguous", () -> handle().contiguous());
    }

    /**
     * The same [N,C,H,W] stored with the channels of a pixel side by side. Layers pass the order on; shapes and values are
     * those of the usual order up to rounding. For inference on CPUs, with input and weights in this order.
     */
    public Tensor channelsLast() {
        Shapes.requireImage("channelsLast", -1, shape());
        return NativeCall.make("channelsLast", () -> handle().contiguous(torch.MemoryFormat.ChannelsLast));
    }

    /** The same values, detached from the computation that produced them; storage is shared. */
    public Tensor detach() {
        return NativeCall.make("detach", () -> handle().detach());
    }

    /** A copy with its own storage, detached from the computation that produced it. */
    public Tensor copy() {
        return NativeCall.make("copy", () -> handle().detach().clone());
    }

    /** Frees this tensor now instead of with its scope; later use throws. Results that were computed from it stay valid. */
    public void free() {
        handle().deallocate();
    }

    /** Overwrites the values in place, outside of differentiation. Shapes must be equal. */
    public void copyFrom(Tensor source) {
        Shapes.requireEqual("copyFrom", "", shape(), source.shape());
        NativeCall.act("copyFrom", () -> NoGrad.run(() -> handle().copy_(source.handle())));
    }

    /** Adds factor * other in place, outside of differentiation. Shapes must be equal. */
    public void addScaled(Tensor other, double factor) {
        Shapes.requireEqual("addScaled", "", shape(), other.shape());
        Shapes.requireAlike("addScaled", this, other);
        NativeCall.act("addScaled", () -> NoGrad.run(() -> handle().add_(other.handle(), new Scalar(factor))));
    }

    // ---- gradients ----

    /** Marks this tensor as a parameter: {@link #backward} fills its gradient. */
    public Tensor requiresGrad() {
        Gradients.require(this);
        return this;
    }

    /** Adds d(this)/d(parameter) to the gradient of every parameter; this tensor must have one element. */
    public void backward() {
        Gradients.backward(this);
    }

    /** The gradient, or null before any {@link #backward}; it shares storage with the parameter's own. */
    public @Nullable Tensor grad() {
        org.bytedeco.pytorch.Tensor grad = handle().grad();
        return grad.defined() ? new Tensor(grad) : null;
    }

    /** Sets the gradient to zero if there is one. */
    public void zeroGrad() {
        Tensor grad = grad();
        if (grad != null) {
            NativeCall.act("zeroGrad", () -> grad.handle().zero_());
        }
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        action.accept(this);
    }

    @Override
    public String toString() {
        return handle.isNull() ? "Tensor (freed)" : "Tensor " + dtype() + " " + Shapes.text(shape());
    }

    // ---- internal ----

    org.bytedeco.pytorch.Tensor handle() {
        if (handle.isNull()) {
            throw new IllegalStateException("Tensor used outside its Scope");
        }
        return handle;
    }

    /** Passes the tensor to the enclosing scope, or without one to the garbage collector. */
    void passTo(@Nullable PointerScope outer) {
        if (outer != null) {
            outer.attach(handle());
        } else {
            handle().retainReference();
        }
    }
}
