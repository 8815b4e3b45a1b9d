package io.grainflow.engine.kernel;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Aligned native memory. */
public final class Buffer implements AutoCloseable {
    private final memory owner;
    private final BytePointer start;
    private final long bytes;

    public Buffer(long bytes) {
        this.bytes = Math.max(1, bytes);
        this.owner = new memory(
                new memory.desc(new long[] {this.bytes}, memory.data_type.u8, memory.format_tag.x), OneDnn.engine());
        this.start = new BytePointer(owner.get_data_handle());
        clear(0, this.bytes);
    }

    long bytes() {
        return bytes;
    }

    memory view(memory.desc description, long offset) {
        return OneDnn.view(description, start, offset);
    }

    public void clear(long from, long length) {
        require(from, length);
        Pointer.memset(OneDnn.at(start, from), 0, length);
    }

    /** Copies what begins at an offset of a buffer, which may be this one, to the beginning. */
    public void take(Buffer other, long from, long length) {
        require(0, length);
        other.require(from, length);
        Pointer.memmove(start, OneDnn.at(other.start, from), length);
    }

    /** Copies what begins at an offset to another offset. */
    public void copy(long from, long to, long length) {
        require(from, length);
        require(to, length);
        Pointer.memmove(OneDnn.at(start, to), OneDnn.at(start, from), length);
    }

    public void put(long offset, float[] values, int count) {
        require(offset, 4L * count);
        new FloatPointer(OneDnn.at(start, offset)).put(values, 0, count);
    }

    public void get(long offset, float[] values, int count) {
        require(offset, 4L * count);
        new FloatPointer(OneDnn.at(start, offset)).get(values, 0, count);
    }

    private void require(long from, long length) {
        if (from < 0 || length < 0 || from + length > bytes) {
            throw new IndexOutOfBoundsException("Buffer of " + bytes + " bytes has no " + length + " from " + from);
        }
    }

    @Override
    public void close() {
        owner.deallocate();
    }
}
