package io.grainflow.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A tensor as stored in a file: number format, shape, and little-endian values in row-major order. Immutable. */
public final class StoredTensor {
    private final StoredType dtype;
    private final long[] shape;
    private final byte[] data;

    private StoredTensor(StoredType dtype, long[] shape, byte[] data) {
        this.dtype = dtype;
        this.shape = shape.clone();
        this.data = data;
        if (count() * dtype.bytes() != data.length) {
            throw new IllegalArgumentException("StoredTensor " + dtype + " " + Arrays.toString(shape) + " expects "
                    + count() * dtype.bytes() + " bytes, got " + data.length);
        }
    }

    /** Takes ownership of the array: the caller must not write to it again. */
    static StoredTensor adopt(StoredType dtype, long[] shape, byte[] littleEndian) {
        return new StoredTensor(dtype, shape, littleEndian);
    }

    public static StoredTensor ofFloats(float[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return new StoredTensor(StoredType.F32, shape, buffer.array());
    }

    public static StoredTensor ofDoubles(double[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        return new StoredTensor(StoredType.F64, shape, buffer.array());
    }

    public static StoredTensor ofLongs(long[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return new StoredTensor(StoredType.I64, shape, buffer.array());
    }

    public StoredType dtype() {
        return dtype;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public long count() {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        return count;
    }

    /** The values, row-major; 64-bit ones are rounded. */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(count())];
        if (dtype == StoredType.F32) {
            buffer().asFloatBuffer().get(values);
            return values;
        }
        ByteBuffer buffer = buffer();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value(buffer, i);
        }
        return values;
    }

    /** Whether all values are finite. */
    public boolean isFinite() {
        if (dtype == StoredType.F32) {
            for (float value : toFloats()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }
        return Arrays.stream(toDoubles()).allMatch(Double::isFinite);
    }

    /** The values, row-major. */
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(count())];
        ByteBuffer buffer = buffer();
        for (int i = 0; i < values.length; i++) {
            values[i] = value(buffer, i);
        }
        return values;
    }

    /** The values of an integer tensor, row-major. */
    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(count())];
        ByteBuffer buffer = buffer();
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case BOOL, U8 -> data[i] & 0xFF;
                case I8 -> data[i];
                case I16 -> buffer.getShort(2 * i);
                case U16 -> buffer.getShort(2 * i) & 0xFFFF;
                case I32 -> buffer.getInt(4 * i);
                case U32 -> buffer.getInt(4 * i) & 0xFFFFFFFFL;
                case I64, U64 -> buffer.getLong(8 * i);
                case F16, BF16, F32, F64 -> throw new IllegalStateException("toLongs expects integers, got " + dtype);
            };
        }
        return values;
    }

    private double value(ByteBuffer buffer, int i) {
        return switch (dtype) {
            case BOOL, U8 -> data[i] & 0xFF;
            case I8 -> data[i];
            case I16 -> buffer.getShort(2 * i);
            case U16 -> buffer.getShort(2 * i) & 0xFFFF;
            case F16 -> half(buffer.getShort(2 * i));
            case BF16 -> Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
            case I32 -> buffer.getInt(4 * i);
            case U32 -> buffer.getInt(4 * i) & 0xFFFFFFFFL;
            case F32 -> buffer.getFloat(4 * i);
            case F64 -> buffer.getDouble(8 * i);
            case I64, U64 -> (double) buffer.getLong(8 * i);
        };
    }

    /** IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int mantissa = bits & 0x3FF;
        double magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24;
        } else if (exponent == 31) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredTensor tensor
                && dtype == tensor.dtype
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dtype, Arrays.hashCode(shape), Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        return "StoredTensor " + dtype + " " + Arrays.toString(shape);
    }
}
