package io.grainflow.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;

import io.grainflow.engine.program.BandSchedule;
import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Step;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_primitive_desc_handle;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.FloatPointer;

/** Where the rows of a band lie in the memory of one worker, as memory descriptors and views for primitives. */
public final class BandLayout {
    private final Program program;
    private final BandSchedule schedule;
    private final int width;
    private final int skipped;
    private final int rows;
    private final boolean fastOnly;
    private final List<Buffer> buffers;

    /**
     * Whole bands.
     *
     * @param width of the windows at the finest level
     * @param rows of a band at the finest level
     * @param fastOnly whether reference implementations of primitives, which are slow, are refused
     * @param buffers of the slots
     */
    public BandLayout(
            Program program, BandSchedule schedule, int width, int rows, boolean fastOnly, List<Buffer> buffers) {
        this(program, schedule, width, 0, rows, fastOnly, buffers);
    }

    private BandLayout(
            Program program,
            BandSchedule schedule,
            int width,
            int skipped,
            int rows,
            boolean fastOnly,
            List<Buffer> buffers) {
        this.program = program;
        this.schedule = schedule;
        this.width = width;
        this.skipped = skipped;
        this.rows = rows;
        this.fastOnly = fastOnly;
        this.buffers = buffers;
    }

    /** The same layout, restricted to some rows of each band, counted at the finest level. */
    BandLayout part(int first, int count) {
        return new BandLayout(program, schedule, width, skipped + first, count, fastOnly, buffers);
    }

    /** Native memory of a slot. */
    public static long bytes(Program program, BandSchedule schedule, int slot, int width, int rows) {
        Slot kept = program.slot(slot);
        return program.tables().contains(slot)
                ? kept.bytes()
                : kept.rowBytes(width) * schedule.capacity(slot, rows >> kept.halvings());
    }

    Slot slot(int index) {
        return program.slot(index);
    }

    /** Rows of a slot that a band has. */
    int rows(int slot) {
        return rows >> slot(slot).halvings();
    }

    int width(int slot) {
        return slot(slot).columns(width);
    }

    private int skipped(int slot) {
        return skipped >> slot(slot).halvings();
    }

    private long rowBytes(int slot) {
        return slot(slot).rowBytes(width);
    }

    /** Rows of a band, [1,C,rows,width]. */
    memory.desc chunk(int slot) {
        return chunk(slot, rows(slot));
    }

    memory.desc chunk(int slot, int count) {
        return OneDnn.channelsLast(slot(slot).type(), slot(slot).channels(), count, width(slot));
    }

    /** The second value of an element-wise operation. */
    memory.desc operand(int slot) {
        return program.tables().contains(slot)
                ? OneDnn.channelsLast(slot(slot).type(), slot(slot).channels(), 1, 1)
                : chunk(slot);
    }

    memory operand(Step step, int slot) {
        return program.tables().contains(slot)
                ? buffers.get(slot).view(operand(slot), 0)
                : buffers.get(slot)
                        .view(chunk(slot), (skipped(slot) + schedule.postOffset(step, slot)) * rowBytes(slot));
    }

    /** The first channels of a slot at every n-th row and column. */
    memory.desc strided(int slot, int channels, int height, int columns, int every) {
        long pixel = slot(slot).channels();
        long row = pixel * width(slot);
        return OneDnn.strided(slot(slot).type(), new long[] {1, channels, height, columns}, new long[] {
            row * every * height, 1, row * every, pixel * every
        });
    }

    /**
     * A band as [C,2,2,h,w], C the channels of the finer level.
     *
     * @param fine whether the slot is of the finer level, where a block is 2x2 positions; else it is four channels
     */
    memory.desc blocks(int slot, boolean fine) {
        long channels = slot(slot).channels();
        long row = channels * width(slot);
        long[] extents = fine
                ? new long[] {channels, 2, 2, rows(slot) / 2, width(slot) / 2}
                : new long[] {channels / 4, 2, 2, rows(slot), width(slot)};
        long[] strides =
                fine ? new long[] {1, row, channels, 2 * row, 2 * channels} : new long[] {4, 2, 1, row, channels};
        return OneDnn.strided(slot(slot).type(), extents, strides);
    }

    /** What a step reads of an input. */
    memory read(Step step, int slot, memory.desc as) {
        return read(step, slot, as, 0);
    }

    memory read(Step step, int slot, memory.desc as, long extra) {
        boolean main = step.inputs().get(0) == slot;
        int row = main ? schedule.readOffset(step, slot) : schedule.postOffset(step, slot);
        return buffers.get(slot).view(as, (skipped(slot) + row) * rowBytes(slot) + extra);
    }

    /** What a step reads of its main input, from some rows further down. */
    memory readBelow(Step step, int slot, memory.desc as, int further) {
        return read(step, slot, as, further * rowBytes(slot));
    }

    /** Where a slot's newest band is written. */
    memory written(int slot, memory.desc as) {
        return written(slot, as, 0);
    }

    memory written(int slot, memory.desc as, long extra) {
        return buffers.get(slot).view(as, (skipped(slot) + schedule.writeOffset(slot)) * rowBytes(slot) + extra);
    }

    /** The four positions of the blocks of a slot's newest band, row first. */
    List<memory> interleaved(int slot) {
        memory.desc quarter = strided(slot, slot(slot).channels(), rows(slot) / 2, width(slot) / 2, 2);
        return List.of(
                written(slot, quarter),
                written(slot, quarter, slot(slot).bytes()),
                written(slot, quarter, rowBytes(slot)),
                written(slot, quarter, rowBytes(slot) + slot(slot).bytes()));
    }

    /** Sets the scale of a primitive's argument, if it is not 1. */
    void scale(primitive_attr attributes, IntMemoryMap arguments, int argument, double scale) {
        if (scale != 1) {
            attributes.set_scales_mask(argument, 0);
            arguments.put(DNNL_ARG_ATTR_SCALES | argument, vector((float) scale));
        }
    }

    /** Numbers in newly allocated native memory. */
    static memory vector(float... values) {
        memory vector = new memory(OneDnn.vector(ElementType.F32, values.length), OneDnn.engine());
        new FloatPointer(vector.get_data_handle()).put(values, 0, values.length);
        return vector;
    }

    /**
     * Rejects a primitive for which the library has no implementation, or only the slow reference implementation. The caller then takes
     * another precision.
     *
     * @throws UnsupportedPrecisionException if there is no fast implementation
     */
    void requireFast(primitive_desc_base description, Step step) {
        dnnl_primitive_desc_handle handle = description;
        if (handle.get(true) == null
                || (fastOnly && description.impl_info_str().getString().startsWith("ref"))) {
            throw new UnsupportedPrecisionException("oneDNN has no fast implementation of "
                    + step.action().getClass().getSimpleName());
        }
    }
}
