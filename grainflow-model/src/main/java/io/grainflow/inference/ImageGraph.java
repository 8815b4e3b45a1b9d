package io.grainflow.inference;

import io.grainflow.engine.RowSink;
import io.grainflow.engine.RowSource;
import io.grainflow.graph.Graph;

/**
 * A {@link Graph} for whole images of any size that are multiples of its block, with statistics of the whole image where the graph has them.
 * Safe for any number of threads.
 */
public final class ImageGraph implements AutoCloseable {
    private final int block;
    private final TorchImageGraph tensors;

    private ImageGraph(int block, TorchImageGraph tensors) {
        this.block = block;
        this.tensors = tensors;
    }

    /**
     * Prepares a graph.
     *
     * @param inference device, number of threads, memory
     */
    public static ImageGraph of(Graph graph, Inference inference) {
        return new ImageGraph(graph.block(), new TorchImageGraph(graph, inference));
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
     */
    public void run(int height, int width, int row, RowSource source, RowSink sink) {
        if (height < 1 || width < 1 || height % block != 0 || width % block != 0) {
            throw new IllegalArgumentException(
                    "ImageGraph expects whole blocks of " + block + " pixels, got " + height + "x" + width);
        }
        tensors.run(height, width, row, source, sink);
    }

    @Override
    public void close() {
        // nothing native is kept between runs
    }
}
