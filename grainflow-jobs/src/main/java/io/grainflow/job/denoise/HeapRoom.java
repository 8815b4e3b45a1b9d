package io.grainflow.job.denoise;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What Java's heap can hold. Images that cannot fit are refused by what their header says, before anything is allocated. Where a value
 * does not fit after all, that image fails and the others of a run go on.
 */
final class HeapRoom {
    private static final int BYTES_PER_FLOAT = 4;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    /** What HotSpot says when not a value but the process is out of something: nothing can be relied on then. */
    private static final Set<String> OF_THE_PROCESS = Set.of(
            "GC overhead limit exceeded", "Metaspace", "Compressed class space", "unable to create native thread");

    private HeapRoom() {}

    /**
     * What is wrong if arrays of floats that are needed at the same time cannot fit.
     *
     * @param arrays how many
     * @param values of each
     * @param heapBytes the most that the heap may have
     */
    static Optional<InputException> lacking(Path input, int arrays, long values, long heapBytes) {
        // in this order, since products of a huge number of values would overflow
        boolean fits = values <= LONGEST_ARRAY && arrays * values * BYTES_PER_FLOAT <= heapBytes;
        return fits
                ? Optional.empty()
                : Optional.of(new InputException(
                        input.toString(),
                        "is too wide: a band of its rows needs " + megabytes(values) + " MB " + arrays
                                + " times over, Java has " + (heapBytes >> 20) + " MB",
                        "cut it into narrower parts, or give Java more (GRAINFLOW_JAVA_OPTS=-Xmx...)"));
    }

    private static long megabytes(long values) {
        return values / (1 << 20) * BYTES_PER_FLOAT;
    }

    /**
     * Makes values of an image. If they do not fit into the heap, the image is at fault: it is safe to go on, because what the call had made
     * cannot be reached any more once it has thrown, and nothing that outlives it is changed by it. An error that speaks of the process is
     * handed on.
     *
     * @throws InputException if the values do not fit
     */
    static <T> T making(Path input, String remedy, Supplier<T> call) {
        try {
            return call.get();
        } catch (OutOfMemoryError e) {
            String message = String.valueOf(e.getMessage());
            if (OF_THE_PROCESS.stream().anyMatch(message::contains)) {
                throw e;
            }
            throw new InputException(
                    input.toString(),
                    "needs more memory than Java has (" + (Runtime.getRuntime().maxMemory() >> 20) + " MB)",
                    remedy,
                    e);
        }
    }
}
