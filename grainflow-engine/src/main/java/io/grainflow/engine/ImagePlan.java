package io.grainflow.engine;

import io.grainflow.engine.program.FiniteWeights;
import io.grainflow.engine.program.Moments;
import io.grainflow.engine.program.Pass;
import io.grainflow.engine.program.Passes;
import io.grainflow.engine.program.Vectors;
import io.grainflow.graph.Extent;
import io.grainflow.graph.Graph;
import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A graph compiled for whole images: it may have statistics of the whole image, vectors, and tables of several rows. The image is
 * computed in as many passes as statistics depend on one another, each in bands by a {@link Plan}; memory does not depend on the image's
 * height. Safe for any number of threads.
 */
public final class ImagePlan implements AutoCloseable {
    private final Graph graph;
    private final List<Extent> extents;
    private final List<Pass> passes;
    private final List<Plan> plans;

    private ImagePlan(Graph graph, List<Pass> passes, List<Plan> plans) {
        this.graph = graph;
        this.extents = graph.extents();
        this.passes = passes;
        this.plans = plans;
    }

    /** Compiles a graph in float32. */
    public static ImagePlan of(Graph graph, int threads) {
        return of(graph, Precision.FP32, threads);
    }

    /**
     * Compiles a graph.
     *
     * @param precision float32, or bfloat16, which processors without it compute in float32; statistics and vectors stay in double precision
     * @param threads that compute an image, at least 1
     * @throws IllegalArgumentException if a number of the graph is not finite, or for 8-bit integers
     */
    public static ImagePlan of(Graph graph, Precision precision, int threads) {
        if (precision == Precision.INT8) {
            throw new IllegalArgumentException("ImagePlan expects fp32 or bf16, got int8");
        }
        FiniteWeights.require(graph);
        List<Pass> passes = Passes.of(graph);
        List<Plan> plans = new ArrayList<>();
        try {
            for (Pass pass : passes) {
                plans.add(Plan.of(pass.graph(), precision, Optional.empty(), threads));
            }
        } catch (RuntimeException | Error e) {
            plans.forEach(Plan::close);
            throw e;
        }
        return new ImagePlan(graph, passes, plans);
    }

    /** Whether the compiled engine has all operations of a graph. */
    public static boolean supports(Graph graph) {
        List<Extent> extents = graph.extents();
        for (int i = 0; i < extents.size(); i++) {
            boolean floor = graph.nodes().get(i).operation() instanceof Operation.Unary unary
                    && unary.kind() == Operation.Function.FLOOR;
            if (floor && !extents.get(i).everywhere()) {
                return false;
            }
        }
        return true;
    }

    /** Native bytes that images of a width need at most, besides the weights. */
    public long bytes(int width) {
        return plans.stream().mapToLong(plan -> plan.bytes(width)).sum();
    }

    /**
     * Computes an image.
     *
     * @param height a multiple of the graph's block
     * @param width a multiple of the graph's block
     * @param row of tables that have several
     * @param source called by several threads at the same time; in every pass for one input in the order of its rows
     * @param sink called by several threads at the same time; for one output in the order of its rows. An output that is a vector is one row of
     *     one position
     */
    public void run(int height, int width, int row, RowSource source, RowSink sink) {
        Vectors vectors = new Vectors(graph, row);
        for (int i = 0; i < plans.size(); i++) {
            pass(i, height, width, vectors, source, sink);
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            int value = graph.outputs().get(i).value();
            if (extents.get(value).everywhere()) {
                sink.write(i, 0, 1, floats(vectors.value(value)));
            }
        }
    }

    private void pass(int index, int height, int width, Vectors vectors, RowSource source, RowSink sink) {
        Pass pass = passes.get(index);
        List<Integer> measured = pass.measured();
        List<Moments> moments = new ArrayList<>();
        measured.forEach(value -> moments.add(new Moments(extents.get(value).channels())));
        plans.get(index)
                .run(
                        height,
                        width,
                        pass.vectors().stream().map(vectors::of).toList(),
                        (input, from, rows, values) -> source.read(pass.inputs().get(input), from, rows, values),
                        (output, from, rows, values) -> {
                            if (output < measured.size()) {
                                int halvings = extents.get(measured.get(output)).halvings();
                                moments.get(output).add(values, rows * (width >> halvings));
                            } else {
                                sink.write(pass.outputs().get(output - measured.size()), from, rows, values);
                            }
                        });
        for (int i = 0; i < moments.size(); i++) {
            vectors.measured(measured.get(i), moments.get(i));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {
        plans.forEach(Plan::close);
    }
}
