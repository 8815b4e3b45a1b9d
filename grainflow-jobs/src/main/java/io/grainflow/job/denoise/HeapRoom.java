package io.grainflow.job.denoise;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks of the Java heap. Images that cannot fit are refused after reading their header, before anything is allocated. If a value
 * does not fit after all, that image fails and the others of a run go on.
 */
final class HeapRoom {
    private static final int BYTES_PER_FLOAT = 4;
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    /** Messages of HotSpot when the process itself is out of a resource. Continuing is not safe then. */
    private static final Set<String> OF_THE_PROCESS = Set.of(
            "GC overhead limit exceeded", "Metaspace", "Compressed class space", "unable to create native thread");

    private HeapRoom() {}

    /**
     * The problem, if arrays of floats that are needed at the same time cannot fit.
     *
     * @param arrays number of arrays
     * @param values number of values of each
     * @param heapBytes maximum size of the heap
     */
    static Optional<InputException> lacking(Path input, int arrays, long values, long heapBytes) {
        // in this order, because the product of huge numbers would overflow
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
     * Computes values of an image. If they do not fit into the heap, only this image fails. Continuing is safe, because objects of the call
     * are unreachable after it has thrown, and it changes nothing that outlives it. An error that concerns the whole process is
     * passed on.
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
