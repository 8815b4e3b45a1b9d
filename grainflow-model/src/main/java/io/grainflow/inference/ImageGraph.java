package io.grainflow.inference;

import io.grainflow.engine.ImagePlan;
import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.graph.Graph;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Graph} for whole images of any size that are multiples of its block, with statistics of the whole image where the graph has them.
 * Safe for any number of threads.
 */
public final class ImageGraph implements AutoCloseable {
    private static final long MEGABYTE = 1 << 20;

    private final int block;
    private final long memoryBytes;
    private final TorchImageGraph tensors;
    private final @Nullable ImagePlan plan;

    private ImageGraph(Graph graph, Inference inference, @Nullable ImagePlan plan) {
        this.block = graph.block();
        this.memoryBytes = inference.memoryBytes();
        this.tensors = new TorchImageGraph(graph, inference);
        this.plan = plan;
    }

    /**
     * Compiles a graph, in bfloat16 if that is asked for, else in float32. On a GPU, where oneDNN is not available, and for rounding down, which oneDNN lacks, the graph runs on tensors.
     *
     * @param inference device, number of threads, memory for values between layers, bfloat16 or not
     * @throws IllegalArgumentException if a number of the graph is not finite
     */
    public static ImageGraph of(Graph graph, Inference inference) {
        boolean compiled = inference.device() == Device.CPU && Plan.available() && ImagePlan.supports(graph);
        Precision precision =
                inference.precision().filter(Precision.BF16::equals).orElse(Precision.FP32);
        return new ImageGraph(graph, inference, compiled ? ImagePlan.of(graph, precision, inference.threads()) : null);
    }

    /** On tensors, whatever the system has. */
    static ImageGraph onTensors(Graph graph, Inference inference) {
        return new ImageGraph(graph, inference, null);
    }

    /** Height and width of images must be multiples of it. */
    public int block() {
        return block;
    }

    /**
     * Computes an image.
     *
     * @param row of every table that has several
     * @param source provides rows of the graph's inputs by their index. It is asked for the same rows several times if the graph has statistics of
     *     the whole image, and must give the same numbers each time. Several threads call it, for one input never at the same time
     * @param sink receives the rows of the graph's outputs by their index, each once, from top to bottom; an output that is a vector is one row
     *     of one position. Several threads call it, for one output never at the same time
     * @throws IllegalArgumentException if height or width are not whole blocks, or there is no such row
     * @throws InputException if the memory does not suffice for the width
     */
    public void run(int height, int width, int row, RowSource source, RowSink sink) {
        if (height < 1 || width < 1 || height % block != 0 || width % block != 0) {
            throw new IllegalArgumentException(
                    "ImageGraph expects whole blocks of " + block + " pixels, got " + height + "x" + width);
        }
        if (plan == null) {
            tensors.run(height, width, row, source, sink);
            return;
        }
        long bytes = plan.bytes(width);
        if (bytes > memoryBytes) {
            throw new InputException(
                    "memory",
                    memoryBytes / MEGABYTE + " MB are too few for an image of " + width + " columns, which takes "
                            + (bytes + MEGABYTE - 1) / MEGABYTE,
                    "raise memory to at least so many");
        }
        plan.run(height, width, row, source, sink);
    }

    /** Frees its native memory. */
    @Override
    public void close() {
        if (plan != null) {
            plan.close();
        }
    }
}
