package io.grainflow.tensor;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.function.Function;

/** Copies of tensors' values, in row-major order, on the heap. */
final class HeapCopy {
    private HeapCopy() {}

    static float[] floats(Tensor tensor) {
        return copy(tensor, DType.FLOAT32, (FloatBuffer buffer) -> {
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    static double[] doubles(Tensor tensor) {
        return copy(tensor, DType.FLOAT64, (DoubleBuffer buffer) -> {
            double[] values = new double[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    static long[] longs(Tensor tensor) {
        return copy(tensor, DType.INT64, (LongBuffer buffer) -> {
            long[] values = new long[buffer.remaining()];
            buffer.get(values);
            return values;
        });
    }

    /** The tensor that owns the buffer's memory stays open until the values are copied. */
    private static <B extends Buffer, R> R copy(Tensor tensor, DType dtype, Function<B, R> read) {
        return Scope.heap(() -> NativeCall.get("copy to the heap", () -> {
            org.bytedeco.pytorch.Tensor host = tensor.handle()
                    .detach()
                    .to(Device.CPU.handle(), dtype.scalarType())
                    .contiguous();
            R values = read.apply(host.createBuffer());
            host.close();
            return values;
        }));
    }
}
