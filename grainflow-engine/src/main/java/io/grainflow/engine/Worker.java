package io.grainflow.engine;

import io.grainflow.engine.kernel.BorderKernels;
import io.grainflow.engine.kernel.Buffer;
import io.grainflow.engine.kernel.Call;
import io.grainflow.engine.kernel.OneDnn;
import io.grainflow.engine.kernel.Threads;
import io.grainflow.engine.program.BandSchedule;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Stages;
import io.grainflow.engine.program.Step;
import io.grainflow.graph.MirroredIndex;
import java.util.List;
import org.bytedeco.dnnl.stream;

/** Computes every n-th band of a window through all layers, n being the number of workers. */
final class Worker implements AutoCloseable {
    private final Program program;
    private final BandSchedule schedule;
    private final Stages stages;
    private final Shape shape;
    private final List<Buffer> buffers;
    private final List<List<Call>> calls;
    private final boolean[] small;
    private final BorderKernels borders;
    private final stream queue = new stream(OneDnn.engine());
    private float[] staging = new float[0];

    /**
     * A worker.
     *
     * @param buffers of the slots: its own, and those that workers share
     * @param calls of the steps
     * @param small whether a step is so small that one thread computes it
     * @param borders calls for bands of which only a part lies inside the image
     */
    Worker(
            CompiledProgram blueprint,
            Stages stages,
            Shape shape,
            List<Buffer> buffers,
            List<List<Call>> calls,
            boolean[] small,
            BorderKernels borders) {
        this.program = blueprint.program();
        this.schedule = blueprint.schedule();
        this.stages = stages;
        this.shape = shape;
        this.buffers = buffers;
        this.calls = calls;
        this.small = small;
        this.borders = borders;
    }

    /**
     * A run over a window.
     *
     * @param again whether the context has run before: border kernels are only worth creating then
     */
    record Run(int height, RowSource source, RowSink sink, Wavefront front, boolean again) {}

    /** Rows above the image are zeros. */
    void clear() {
        for (int slot = 0; slot < buffers.size(); slot++) {
            if (!program.tables().contains(slot)) {
                buffers.get(slot).clear(0, kept(slot) * rowBytes(slot));
            }
        }
    }

    /**
     * Computes its bands.
     *
     * @param before the worker of the preceding band
     */
    void run(int first, Worker before, Run run) {
        try {
            Threads.set(shape.threads());
            for (int band = first; !done(band, run.height); band += shape.workers()) {
                if (!compute(band, before, run)) {
                    return;
                }
            }
        } catch (Throwable e) {
            // a source or a sink may throw anything
            run.front.fail(e);
        }
    }

    private boolean compute(int band, Worker before, Run run) {
        int threads = shape.threads();
        for (int i = 0; i < stages.list().size(); i++) {
            if (band > 0 && shape.workers() > 1 && !run.front.await(band - 1, stages.awaited(i))) {
                return false;
            }
            Stages.Stage stage = stages.list().get(i);
            if (stage.kind() == Stages.Kind.DRAIN) {
                drain(stage, band, run);
            } else {
                if (band > 0) {
                    carry(stage.slot(), before);
                }
                if (stage.kind() == Stages.Kind.FEED) {
                    feed(stage, band, run);
                } else {
                    int wanted = small[stage.index()] ? 1 : shape.threads();
                    if (wanted != threads) {
                        Threads.set(wanted);
                        threads = wanted;
                    }
                    execute(stage, band, run);
                }
                clearOutside(stage.slot(), band, run.height);
            }
            run.front.done(band, i + 1);
        }
        Threads.set(shape.threads());
        queue._wait();
        return true;
    }

    private boolean done(int band, int height) {
        return program.outputs().stream().allMatch(slot -> firstRow(slot, band) >= heightOf(slot, height));
    }

    private int rowsOf(int slot) {
        return shape.rows() >> program.slot(slot).halvings();
    }

    private int heightOf(int slot, int height) {
        return height >> program.slot(slot).halvings();
    }

    private long rowBytes(int slot) {
        return program.slot(slot).rowBytes(shape.width());
    }

    private int rowFloats(int slot) {
        return program.slot(slot).columns(shape.width()) * program.slot(slot).channels();
    }

    /** Rows of a slot that the next band still reads. */
    private int kept(int slot) {
        return schedule.capacity(slot, rowsOf(slot)) - rowsOf(slot);
    }

    /** How many rows of a band lie above, inside and below the image. */
    private record ValidRows(int above, int rows, int below) {}

    private ValidRows validRows(int slot, int band, int height) {
        int first = firstRow(slot, band);
        int count = rowsOf(slot);
        int above = Math.min(count, Math.max(0, -first));
        int below = Math.min(count, Math.max(0, first + count - heightOf(slot, height)));
        return new ValidRows(above, count - above - below, below);
    }

    /** Row of the image that a slot's band begins with. */
    private int firstRow(int slot, int band) {
        return band * rowsOf(slot) - schedule.delay(slot);
    }

    /** Moves the rows of earlier bands that are still read to the beginning, so that each primitive has fixed addresses. */
    private void carry(int slot, Worker before) {
        if (kept(slot) > 0) {
            buffers.get(slot)
                    .take(before.buffers.get(slot), rowsOf(slot) * rowBytes(slot), kept(slot) * rowBytes(slot));
        }
    }

    private void feed(Stages.Stage stage, int band, Run run) {
        int slot = stage.slot();
        ValidRows valid = validRows(slot, band, run.height);
        if (valid.rows > 0) {
            float[] values = staging(valid.rows * rowFloats(slot));
            run.source.read(stage.index(), firstRow(slot, band) + valid.above, valid.rows, values);
            buffers.get(slot).put(offset(slot, valid.above), values, valid.rows * rowFloats(slot));
        }
    }

    private void drain(Stages.Stage stage, int band, Run run) {
        int slot = stage.slot();
        ValidRows valid = validRows(slot, band, run.height);
        if (valid.rows > 0) {
            float[] values = staging(valid.rows * rowFloats(slot));
            buffers.get(slot).get(offset(slot, valid.above), values, valid.rows * rowFloats(slot));
            run.sink.write(stage.index(), firstRow(slot, band) + valid.above, valid.rows, values);
        }
    }

    /** Byte offset of a row of a slot's newest band. */
    private long offset(int slot, int row) {
        return (schedule.writeOffset(slot) + row) * rowBytes(slot);
    }

    private float[] staging(int count) {
        if (staging.length < count) {
            staging = new float[count];
        }
        return staging;
    }

    private void execute(Stages.Stage stage, int band, Run run) {
        ValidRows valid = validRows(stage.slot(), band, run.height);
        if (valid.rows == 0) {
            return;
        }
        List<Call> all = calls.get(stage.index());
        Step step = program.steps().get(stage.index());
        boolean part = run.again && valid.rows < rowsOf(stage.slot()) && BorderKernels.takes(step);
        List<Call> some = part ? borders.of(stage.index(), step, valid.above, valid.rows) : all;
        for (Call call : some.isEmpty() ? all : some) {
            call.execute(queue);
        }
    }

    /** Convolutions read zeros above and below the image, or mirrored rows. */
    private void clearOutside(int slot, int band, int height) {
        ValidRows valid = validRows(slot, band, height);
        if (valid.above > 0) {
            buffers.get(slot).clear(offset(slot, 0), valid.above * rowBytes(slot));
        }
        if (valid.below > 0) {
            buffers.get(slot).clear(offset(slot, valid.above + valid.rows), valid.below * rowBytes(slot));
        }
        mirrorRows(slot, band, height);
    }

    /**
     * Fills the mirrored rows above and below the image whose originals have been computed. Those above may be rows of earlier bands; no
     * reader needs them before.
     */
    private void mirrorRows(int slot, int band, int height) {
        int margin = program.slot(slot).margin();
        int rows = heightOf(slot, height);
        int end = firstRow(slot, band) + rowsOf(slot);
        int start = end - schedule.capacity(slot, rowsOf(slot));
        for (int i = 1; i <= margin; i++) {
            mirrorRow(slot, -i, MirroredIndex.of(-i, rows), start, end);
            mirrorRow(slot, rows - 1 + i, MirroredIndex.of(rows - 1 + i, rows), start, end);
        }
    }

    private void mirrorRow(int slot, int row, int original, int start, int end) {
        if (row >= start && row < end && original >= start && original < end) {
            long bytes = rowBytes(slot);
            buffers.get(slot).copy((original - start) * bytes, (row - start) * bytes, bytes);
        }
    }

    /** Frees the border kernels. */
    @Override
    public void close() {
        borders.close();
    }
}
