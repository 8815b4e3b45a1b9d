package io.grainflow.network;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Declaration of a parameter: name, role and shape, without values.
 *
 * @param name part of the file format
 * @param role its role, which determines its initial value and whether it is trained
 * @param shape extents, outermost first
 * @param pace factor on the learning rate, in (0,1]
 */
public record ParameterSlot(String name, Role role, List<Long> shape, double pace) {
    public ParameterSlot {
        shape = List.copyOf(shape);
    }

    /** The role of a parameter in its layer. */
    public enum Role {
        /** Kernel of a convolution [O,I,KH,KW] or a linear layer [O,I]. */
        KERNEL,
        /** Multiplies, starts at one. */
        SCALE,
        /** Is added, starts at zero. */
        SHIFT,
        /** Slope for negative values, starts at 0.25. */
        SLOPE,
        /** Trained, with an initial value that the owner chooses. */
        FREE,
        /** Never changes after initialisation. */
        FIXED,
        /** Running mean of a batch normalisation; not trained. */
        RUNNING_MEAN,
        /** Running variance of a batch normalisation; not trained. */
        RUNNING_VARIANCE;

        public boolean trained() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE && this != FIXED;
        }
    }

    public static ParameterSlot of(String name, Role role, long... shape) {
        return new ParameterSlot(name, role, LongStream.of(shape).boxed().toList(), 1);
    }

    /** The same parameter with a factor on its learning rate. */
    public ParameterSlot paced(double share) {
        return new ParameterSlot(name, role, shape, share);
    }

    public long[] extents() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Number of values. */
    public int count() {
        long count = 1;
        for (long extent : shape) {
            count = Math.multiplyExact(count, extent);
        }
        return Math.toIntExact(count);
    }
}
