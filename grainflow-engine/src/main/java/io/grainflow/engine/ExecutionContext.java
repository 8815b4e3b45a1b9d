package io.grainflow.engine;

import io.grainflow.engine.kernel.BandLayout;
import io.grainflow.engine.kernel.BorderKernels;
import io.grainflow.engine.kernel.Buffer;
import io.grainflow.engine.kernel.Call;
import io.grainflow.engine.kernel.Kernels;
import io.grainflow.engine.kernel.Threads;
import io.grainflow.engine.program.Cost;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Stages;
import io.grainflow.engine.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.PointerScope;

/** Workers with their primitives, and memory that is allocated once, for runs of a program over windows of one shape. */
final class ExecutionContext implements AutoCloseable {
    /** Steps of fewer operations (about 20 microseconds) run on one thread: waking other threads would cost more than it saves. */
    private static final double WORTH_THREADS = 2e6;

    /** Number of border kernels that are kept for each step: enough for windows of two heights. */
    private static final int BORDERS_KEPT = 4;

    private static final ExecutorService HELPERS = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "grainflow-engine");
        thread.setDaemon(true);
        return thread;
    });

    private final Shape shape;
    private final int stages;
    private final List<Worker> workers;
    private final List<Buffer> tables;
    private final PointerScope scope;
    private boolean again;

    private ExecutionContext(Shape shape, int stages, List<Worker> workers, List<Buffer> tables, PointerScope scope) {
        this.shape = shape;
        this.stages = stages;
        this.workers = workers;
        this.tables = tables;
        this.scope = scope;
    }

    /** Makes primitives and allocates memory. */
    static ExecutionContext of(CompiledProgram blueprint, Stages stages, Shape shape) {
        int before = Threads.get();
        try (PointerScope scope = new PointerScope()) {
            List<Worker> workers = new ArrayList<>();
            List<Buffer> first = List.of();
            for (int i = 0; i < shape.workers(); i++) {
                List<Buffer> buffers = buffers(blueprint, stages, shape, first);
                first = i == 0 ? buffers : first;
                workers.add(worker(blueprint, stages, shape, buffers));
            }
            List<Buffer> tables =
                    blueprint.program().tables().stream().map(first::get).toList();
            ExecutionContext context = new ExecutionContext(shape, stages.list().size(), workers, tables, scope);
            scope.extend();
            return context;
        } finally {
            Threads.set(before);
        }
    }

    /** Memory of a worker's slots. Slots that workers share lie in the first worker's memory. */
    private static List<Buffer> buffers(CompiledProgram blueprint, Stages stages, Shape shape, List<Buffer> first) {
        List<Buffer> buffers = new ArrayList<>();
        for (int slot = 0; slot < blueprint.program().slots().size(); slot++) {
            buffers.add(
                    first.isEmpty() || stages.isOwn(slot)
                            ? new Buffer(BandLayout.bytes(
                                    blueprint.program(), blueprint.schedule(), slot, shape.width(), shape.rows()))
                            : first.get(slot));
        }
        return buffers;
    }

    private static Worker worker(CompiledProgram blueprint, Stages stages, Shape shape, List<Buffer> buffers) {
        Program program = blueprint.program();
        BandLayout bands = new BandLayout(
                program, blueprint.schedule(), shape.width(), shape.rows(), blueprint.fastOnly(), buffers);
        Kernels kernels = new Kernels(bands, blueprint.weights());
        List<List<Call>> calls = new ArrayList<>();
        boolean[] small = new boolean[program.steps().size()];
        for (int i = 0; i < small.length; i++) {
            Step step = program.steps().get(i);
            small[i] = Cost.perPosition(program, step) * shape.width() * shape.rows() < WORTH_THREADS;
            // a primitive divides its work among as many threads as were set when it was made
            Threads.set(small[i] ? 1 : shape.threads());
            calls.add(kernels.of(step));
        }
        long scratch = calls.stream()
                .flatMap(List::stream)
                .mapToLong(call -> call.scratch().get_size())
                .max()
                .orElse(0);
        Buffer lent = new Buffer(scratch);
        calls.forEach(list -> list.forEach(call -> call.lend(lent)));
        BorderKernels borders = new BorderKernels(bands, blueprint.weights(), lent, BORDERS_KEPT * small.length);
        return new Worker(blueprint, stages, shape, buffers, calls, small, borders);
    }

    Shape shape() {
        return shape;
    }

    /**
     * Runs over a window of the given height. The calling thread runs one of the workers.
     *
     * @param vectors numbers of the tables
     */
    void run(int height, List<float[]> vectors, RowSource source, RowSink sink) {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).put(0, vectors.get(i), vectors.get(i).length);
        }
        Worker.Run run = new Worker.Run(height, source, sink, new Wavefront(stages, workers.size()), again);
        again = true;
        workers.forEach(Worker::clear);
        List<CompletableFuture<Void>> helpers = new ArrayList<>();
        for (int i = 1; i < workers.size(); i++) {
            int index = i;
            helpers.add(start(() -> work(index, run), run.front()));
        }
        work(0, run);
        // memory must not be freed while a helper works on it: this waits even when interrupted
        helpers.forEach(CompletableFuture::join);
        run.front().rethrow();
    }

    private static CompletableFuture<Void> start(Runnable work, Wavefront front) {
        try {
            return CompletableFuture.runAsync(work, HELPERS);
        } catch (RuntimeException | Error e) {
            // no thread can be started: the workers that run see the failure and stop
            front.fail(e);
            return CompletableFuture.allOf();
        }
    }

    private void work(int index, Worker.Run run) {
        Worker before = workers.get((index + workers.size() - 1) % workers.size());
        workers.get(index).run(index, before, run);
    }

    /** Frees its native memory. */
    @Override
    public void close() {
        workers.forEach(Worker::close);
        scope.close();
    }
}
