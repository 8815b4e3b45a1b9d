package io.grainflow.network;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A parameter before it has values.
 *
 * @param name part of the file format
 * @param role what it does, which decides how it starts and whether it is trained
 * @param shape extents, outermost first
 * @param pace its share of the learning rate, in (0,1]
 */
public record ParameterSlot(String name, Role role, List<Long> shape, double pace) {
    public ParameterSlot {
        shape = List.copyOf(shape);
    }

    /** What a parameter does. */
    public enum Role {
        /** Kernel of a convolution [O,I,KH,KW] or a linear layer [O,I]. */
        KERNEL,
        /** Multiplies, starts at one. */
        SCALE,
        /** Is added, starts at zero. */
        SHIFT,
        /** Multiplies what is negative, starts at a quarter. */
        SLOPE,
        /** Trained, from a start of its owner's choice. */
        FREE,
        /** Never changes after the start. */
        FIXED,
        /** Mean that batch normalisation remembers; not trained. */
        RUNNING_MEAN,
        /** Variance that batch normalisation remembers; not trained. */
        RUNNING_VARIANCE;

        public boolean trained() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE && this != FIXED;
        }
    }

    public static ParameterSlot of(String name, Role role, long... shape) {
        return new ParameterSlot(name, role, LongStream.of(shape).boxed().toList(), 1);
    }

    /** The same with a share of the learning rate. */
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
