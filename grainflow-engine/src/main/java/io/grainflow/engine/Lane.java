package io.grainflow.engine;

import java.util.List;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;

/** What one worker needs to run a program over windows of one width: primitives, and memory that is allocated once. */
final class Lane implements AutoCloseable {
    private final Program program;
    private final Schedule schedule;
    private final int width;
    private final int rows;
    private final int threads;
    private final List<Buffer> buffers;
    private final List<List<Call>> calls;
    private final boolean[] small;
    private final stream queue;
    private final PointerScope scope;
    private float[] staging = new float[0];

    Lane(
            Program program,
            Schedule schedule,
            int width,
            int rows,
            int threads,
            List<Buffer> buffers,
            List<List<Call>> calls,
            boolean[] small,
            stream queue,
            PointerScope scope) {
        this.program = program;
        this.schedule = schedule;
        this.width = width;
        this.rows = rows;
        this.threads = threads;
        this.buffers = buffers;
        this.calls = calls;
        this.small = small;
        this.queue = queue;
        this.scope = scope;
    }

    int width() {
        return width;
    }

    /** That its primitives share their work among. */
    int threads() {
        return threads;
    }

    /** Runs over a window of a height, band by band. */
    void run(int height, RowSource source, RowSink sink) {
        Threads.set(threads);
        int current = threads;
        for (int slot = 0; slot < buffers.size(); slot++) {
            if (!program.tables().contains(slot)) {
                buffers.get(slot).clear(0, rowBytes(slot) * (schedule.capacity(slot, rowsOf(slot)) - rowsOf(slot)));
            }
        }
        for (int band = 0; !done(band, height); band++) {
            for (int i = 0; i < program.inputs().size(); i++) {
                feed(i, band, height, source);
            }
            for (int i = 0; i < calls.size(); i++) {
                int wanted = small[i] ? 1 : threads;
                if (wanted != current) {
                    Threads.set(wanted);
                    current = wanted;
                }
                compute(i, band, height);
            }
            for (int i = 0; i < program.outputs().size(); i++) {
                drain(i, band, height, sink);
            }
            for (int slot = 0; slot < buffers.size(); slot++) {
                shift(slot);
            }
        }
        queue._wait();
        Threads.set(threads);
    }

    private boolean done(int band, int height) {
        return program.outputs().stream().allMatch(slot -> firstRow(slot, band) >= heightOf(slot, height));
    }

    private int rowsOf(int slot) {
        return rows >> program.slot(slot).halvings();
    }

    private int heightOf(int slot, int height) {
        return height >> program.slot(slot).halvings();
    }

    private long rowBytes(int slot) {
        return (width >> program.slot(slot).halvings()) * program.slot(slot).bytes();
    }

    private int rowFloats(int slot) {
        return (width >> program.slot(slot).halvings()) * program.slot(slot).channels();
    }

    /** Row of the image that a slot's newest band begins with. */
    private int firstRow(int slot, int band) {
        return band * rowsOf(slot) - schedule.delay(slot);
    }

    private void feed(int input, int band, int height, RowSource source) {
        int slot = program.inputs().get(input);
        int first = firstRow(slot, band);
        int from = Math.max(0, first);
        int count = Math.min(first + rowsOf(slot), heightOf(slot, height)) - from;
        if (count > 0) {
            float[] values = staging(count * rowFloats(slot));
            source.read(input, from, count, values);
            long offset = (schedule.writeOffset(slot) + from - first) * rowBytes(slot);
            buffers.get(slot).put(offset, values, count * rowFloats(slot));
        }
        clearOutside(slot, first, height);
    }

    private float[] staging(int count) {
        if (staging.length < count) {
            staging = new float[count];
        }
        return staging;
    }

    private void compute(int step, int band, int height) {
        int slot = program.steps().get(step).output();
        int from = firstRow(slot, band);
        if (from + rowsOf(slot) > 0 && from < heightOf(slot, height)) {
            for (Call call : calls.get(step)) {
                call.execute(queue);
            }
        }
        clearOutside(slot, from, height);
    }

    /** Convolutions see zeros above and below the image. */
    private void clearOutside(int slot, int from, int height) {
        int count = rowsOf(slot);
        int above = Math.min(count, Math.max(0, -from));
        int below = Math.min(count, Math.max(0, from + count - heightOf(slot, height)));
        long start = schedule.writeOffset(slot) * rowBytes(slot);
        if (above > 0) {
            buffers.get(slot).clear(start, above * rowBytes(slot));
        }
        if (below > 0) {
            buffers.get(slot).clear(start + (count - below) * rowBytes(slot), below * rowBytes(slot));
        }
    }

    private void drain(int output, int band, int height, RowSink sink) {
        int slot = program.outputs().get(output);
        int first = firstRow(slot, band);
        int from = Math.max(0, first);
        int count = Math.min(first + rowsOf(slot), heightOf(slot, height)) - from;
        if (count > 0) {
            float[] values = staging(count * rowFloats(slot));
            long offset = (schedule.writeOffset(slot) + from - first) * rowBytes(slot);
            buffers.get(slot).get(offset, values, count * rowFloats(slot));
            sink.write(output, from, count, values);
        }
    }

    /** Rows that are still read move to the beginning, so that every primitive finds its rows at one place in every band. */
    private void shift(int slot) {
        int kept = schedule.capacity(slot, rowsOf(slot)) - rowsOf(slot);
        if (kept > 0 && !program.tables().contains(slot)) {
            buffers.get(slot).shift(rowsOf(slot) * rowBytes(slot), kept * rowBytes(slot));
        }
    }

    /** Frees its native memory. */
    @Override
    public void close() {
        scope.close();
    }
}
