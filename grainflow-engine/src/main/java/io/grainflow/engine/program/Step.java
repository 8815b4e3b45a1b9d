package io.grainflow.engine.program;

import io.grainflow.graph.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a program: an action, and post-operations that are applied to its result while that is in registers.
 *
 * @param inputs slots that the action reads
 * @param posts post-operations in their order
 * @param output slot of the result
 */
public record Step(Action action, List<Integer> inputs, List<Post> posts, int output) {
    public Step {
        inputs = List.copyOf(inputs);
        posts = List.copyOf(posts);
    }

    /** What a step does. */
    public sealed interface Action {}

    /** An operation of the graph. */
    public record Apply(Operation operation) implements Action {}

    /**
     * A 3x3 convolution of a value that is upsampled first (nearest neighbour). Each of the four positions of a block reads only 2x2 different
     * values, so that four 2x2 convolutions need 4/9 of the multiplications.
     *
     * @param phases for row and column 0 and 1 of a block, row first: weights [outputs,inputs,2,2]
     * @param bias [outputs]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record UpConvolve(int inputs, int outputs, List<float[]> phases, float[] bias) implements Action {
        public UpConvolve {
            phases = List.copyOf(phases);
        }
    }

    /** A copy with mirrored columns beside the image; mirrored rows are added when a band has been computed. */
    public record Mirror(int radius) implements Action {}

    /** Conversion to another element type. */
    public record Convert() implements Action {}

    /**
     * A post-operation: an element-wise operation on the result so far.
     *
     * @param operand slot of the second value of a binary operation, else -1
     */
    public record Post(Operation operation, int operand) {}

    /** All slots that it reads. */
    List<Integer> reads() {
        List<Integer> reads = new ArrayList<>(inputs);
        posts.stream().map(Post::operand).filter(operand -> operand >= 0).forEach(reads::add);
        return reads;
    }

    /** How many positions of its input it reads to each side. */
    int radius() {
        return action instanceof Apply apply && apply.operation() instanceof Operation.Convolution convolution
                ? convolution.radius()
                : 0;
    }

    /** Whether its result has half the height and width of its input. */
    boolean halves() {
        return action instanceof Apply apply
                && (apply.operation() instanceof Operation.MaxPool || apply.operation() instanceof Operation.Squeeze);
    }

    /** Whether its result has twice the height and width of its input. */
    boolean doubles() {
        return action instanceof UpConvolve
                || (action instanceof Apply apply
                        && (apply.operation() instanceof Operation.Upsample
                                || apply.operation() instanceof Operation.Unsqueeze
                                || apply.operation() instanceof Operation.TransposedConvolution));
    }

    /** For steps that double the size: whether they read the row below. */
    boolean looksDown() {
        return action instanceof UpConvolve
                || (action instanceof Apply apply && apply.operation() instanceof Operation.TransposedConvolution);
    }

    /** For steps that double the size: whether they read the row above. */
    boolean looksUp() {
        return action instanceof UpConvolve;
    }
}
