package io.grainflow.engine;

import io.grainflow.engine.kernel.BandLayout;
import io.grainflow.engine.kernel.OneDnn;
import io.grainflow.engine.kernel.PackedWeights;
import io.grainflow.engine.kernel.Threads;
import io.grainflow.engine.kernel.UnsupportedPrecisionException;
import io.grainflow.engine.program.BandSchedule;
import io.grainflow.engine.program.ElementType;
import io.grainflow.engine.program.FiniteWeights;
import io.grainflow.engine.program.Fusion;
import io.grainflow.engine.program.Program;
import io.grainflow.engine.program.Slot;
import io.grainflow.engine.program.Stages;
import io.grainflow.engine.program.Tables;
import io.grainflow.engine.quantise.IntegerGraph;
import io.grainflow.engine.quantise.Ranges;
import io.grainflow.engine.quantise.Typing;
import io.grainflow.graph.Graph;
import io.grainflow.graph.GraphBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A graph compiled for this processor. A window of an image is computed in bands of a few rows that pass through all layers while they are in the
 * cache; nothing is computed twice, and memory does not depend on the window's height. Safe for any number of threads: each call takes an
 * execution context (primitives and buffers for windows of one shape) and gives it back. Weights are shared.
 */
public final class Plan implements AutoCloseable {
    /** Bytes of a band of the widest value: enough to keep the processor busy, few enough to stay in its caches. */
    private static final int BAND = 1 << 20;

    /** Fewest rows of a band: a 3x3 convolution reads two rows more than it writes, so that low bands are expensive. */
    private static final int LEAST_ROWS = 4;

    /** Most rows of a band. */
    private static final int MOST_ROWS = 256;

    /** Most workers that follow one another through the layers. Further threads share the work of each worker. */
    private static final int MOST_WORKERS = 8;

    /** Fewest bands of each worker: at the beginning and at the end of a window some workers are idle. */
    private static final int BANDS_EACH = 16;

    /** Bytes of idle contexts that are kept besides the latest; others are freed. */
    private static final long MOST_IDLE = 64 << 20;

    /** Width of the window on which a plan finds out whether the processor has all primitives. */
    private static final int SMALL = 16;

    private final Program program;
    private final CompiledProgram blueprint;
    private final Precision precision;
    private final int block;
    private final int reach;
    private final int threads;
    private final PackedWeights weights = new PackedWeights();
    private final Map<Integer, Stages> stages = new ConcurrentHashMap<>();
    private final Deque<ExecutionContext> idle = new ArrayDeque<>();
    private int lent;
    private boolean closed;

    private Plan(Graph graph, Program program, Precision precision, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("Plan expects at least one thread, got " + threads);
        }
        this.program = program;
        this.precision = precision;
        this.threads = threads;
        this.block = graph.block();
        this.reach = graph.reach();
        this.blueprint = new CompiledProgram(
                program, BandSchedule.of(program), Tables.of(graph), weights, precision != Precision.FP32);
    }

    /** Whether oneDNN runs on this system. Loads it, which takes a tenth of a second. */
    public static boolean available() {
        try {
            return OneDnn.engine() != null && Threads.get() > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    /**
     * Compiles a graph in float32. Primitives are made for the first window of each width.
     *
     * @param threads that compute a window, at least 1; sums may differ in their last bits with it
     * @throws IllegalArgumentException if a number of the graph is not finite, or it has tables of several rows
     */
    public static Plan of(Graph graph, int threads) {
        require(graph);
        return new Plan(graph, Fusion.of(graph), Precision.FP32, threads);
    }

    /**
     * Compiles a graph in a precision, or in float32 where this processor does not compute faster in it; {@link #precision} gives the
     * result.
     *
     * @param ranges of the graph's values, which 8-bit integers need
     * @param threads that compute a window, at least 1
     * @throws IllegalArgumentException as {@link #of(Graph, int)}, and for 8-bit integers without ranges
     */
    public static Plan of(Graph graph, Precision precision, Optional<Ranges> ranges, int threads) {
        require(graph);
        Program plain = Fusion.of(graph);
        if (precision == Precision.FP32 || (precision == Precision.BF16 && !OneDnn.hasBf16())) {
            return new Plan(graph, plain, Precision.FP32, threads);
        }
        Program typed = precision == Precision.BF16 ? Typing.bf16(plain) : int8(graph, ranges);
        Plan plan = new Plan(graph, typed, precision, threads);
        try {
            // a missing primitive must be found here, not in the middle of an image
            plan.giveBack(plan.take(plan.shape(SMALL, plan.wholeBlocks(SMALL), 1)), true);
            return plan;
        } catch (UnsupportedPrecisionException e) {
            plan.close();
            return new Plan(graph, plain, Precision.FP32, threads);
        }
    }

    private static void require(Graph graph) {
        FiniteWeights.require(graph);
        if (graph.isGlobal()) {
            throw new IllegalArgumentException(
                    "Plan expects graphs of windows, got one with statistics of the whole image");
        }
    }

    private static Program int8(Graph graph, Optional<Ranges> ranges) {
        IntegerGraph integers = IntegerGraph.of(
                graph,
                ranges.orElseThrow(() -> new IllegalArgumentException("Plan expects ranges for int8, got none")),
                OneDnn.weightRange());
        return Typing.int8(Fusion.of(integers.graph()), integers.ranges());
    }

    /** The values of a graph that a plan in bfloat16 rounds. Others are stored in float32, or are never stored. */
    public static Set<Integer> roundedValues(Graph graph) {
        Program program = Typing.bf16(Fusion.of(graph));
        return program.steps().stream()
                .map(step -> program.slot(step.output()))
                .filter(slot -> slot.type() == ElementType.BF16 && slot.value() >= 0)
                .map(Slot::value)
                .collect(Collectors.toSet());
    }

    /** Whether this processor computes convolutions faster in a precision than in float32. */
    public static boolean supports(Precision precision) {
        if (precision == Precision.FP32 || !available()) {
            return precision == Precision.FP32;
        }
        if (precision == Precision.BF16 && !OneDnn.hasBf16()) {
            // other processors emulate it, slower than float32
            return false;
        }
        GraphBuilder graph = new GraphBuilder();
        int channels = 32;
        int input = graph.input("input", channels, 0);
        float[] weight = new float[channels * channels];
        graph.output("output", graph.convolution(input, channels, 1, weight, new float[channels]));
        Ranges ranges = new Ranges(List.of(new Ranges.Range(0, 1), Ranges.Range.UNKNOWN));
        try (Plan plan = of(graph.build(), precision, Optional.of(ranges), 1)) {
            return plan.precision() == precision;
        }
    }

    /** The number format that it computes in. */
    public Precision precision() {
        return precision;
    }

    /** Height and width of windows must be multiples of it. */
    public int block() {
        return block;
    }

    /** How many pixels of its surroundings a window must include so that its result equals that of the whole image. */
    public int reach() {
        return reach;
    }

    /** Native bytes that windows of a width need at most, besides the weights. */
    public long bytes(int width) {
        return bytes(shape(Integer.MAX_VALUE / 2, width, threads));
    }

    private long bytes(Shape shape) {
        long bytes = 0;
        for (int slot = 0; slot < program.slots().size(); slot++) {
            int copies = stages(shape.workers()).isOwn(slot) ? shape.workers() : 1;
            bytes += copies * BandLayout.bytes(program, blueprint.schedule(), slot, shape.width(), shape.rows());
        }
        return bytes;
    }

    private Stages stages(int workers) {
        return stages.computeIfAbsent(workers, count -> Stages.of(program, count));
    }

    /**
     * Computes a window with the plan's threads, or with the calling thread alone if that is a marked worker thread ({@link Processor}).
     * The window is zero-padded on all sides, as an image is at its border.
     *
     * @param height a multiple of {@link #block}
     * @param width a multiple of {@link #block}
     * @param source called by several threads at the same time; for one input in the order of its rows
     * @param sink called by several threads at the same time; for one output in the order of its rows
     */
    public void run(int height, int width, RowSource source, RowSink sink) {
        run(height, width, blueprint.tables(), source, sink);
    }

    /**
     * The same with other numbers in the tables.
     *
     * @param tables a row for each of the graph's tables, in the order of the nodes
     */
    void run(int height, int width, List<float[]> tables, RowSource source, RowSink sink) {
        if (height < 1 || width < 1 || height % block != 0 || width % block != 0) {
            throw new IllegalArgumentException(
                    "Plan expects whole blocks of " + block + " pixels, got " + height + "x" + width);
        }
        int before = Threads.get();
        ExecutionContext context = take(shape(height, width, Processor.allowed(threads)));
        boolean done = false;
        try {
            context.run(height, tables, source, sink);
            done = true;
        } finally {
            Threads.set(before);
            giveBack(context, done);
        }
    }

    /** How many contexts are idle. */
    synchronized int idleContexts() {
        return idle.size();
    }

    private Shape shape(int height, int width, int count) {
        long row = 1;
        for (Slot slot : program.slots()) {
            row = Math.max(row, slot.rowBytes(width) >> slot.halvings());
        }
        int least = wholeBlocks(LEAST_ROWS);
        int each = (count + MOST_WORKERS - 1) / MOST_WORKERS;
        int workers = Math.max(1, Math.min(count / each, height / (BANDS_EACH * least)));
        long cached = Math.min(MOST_ROWS, BAND / row);
        long shared = workers == 1 ? height : height / (BANDS_EACH * workers);
        int rows = wholeBlocks(Integer.highestOneBit((int) Math.max(1, Math.min(cached, shared))));
        return new Shape(width, Math.max(least, rows), workers, Math.max(1, count / workers));
    }

    private int wholeBlocks(int rows) {
        return (rows + block - 1) / block * block;
    }

    private synchronized ExecutionContext take(Shape shape) {
        if (closed) {
            throw new IllegalStateException("Plan is closed");
        }
        lent++;
        for (Iterator<ExecutionContext> contexts = idle.iterator(); contexts.hasNext(); ) {
            ExecutionContext context = contexts.next();
            if (context.shape().equals(shape)) {
                contexts.remove();
                return context;
            }
        }
        try {
            return ExecutionContext.of(blueprint, stages(shape.workers()), shape);
        } catch (RuntimeException | Error e) {
            lent--;
            throw e;
        }
    }

    /**
     * Takes a context back.
     *
     * @param reusable whether its run ended without a failure
     */
    private synchronized void giveBack(ExecutionContext context, boolean reusable) {
        lent--;
        if (closed || !reusable) {
            context.close();
        } else {
            idle.addFirst(context);
        }
        long kept = 0;
        for (Iterator<ExecutionContext> contexts = idle.iterator(); contexts.hasNext(); ) {
            ExecutionContext one = contexts.next();
            kept += one == context ? 0 : bytes(one.shape());
            if (kept > MOST_IDLE) {
                contexts.remove();
                one.close();
            }
        }
        freeWeights();
    }

    /** Frees the weights once the plan is closed and no context is in use. */
    private void freeWeights() {
        if (closed && lent == 0) {
            weights.close();
        }
    }

    /** Frees the native memory of idle contexts; others are freed when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(ExecutionContext::close);
        idle.clear();
        freeWeights();
    }
}
