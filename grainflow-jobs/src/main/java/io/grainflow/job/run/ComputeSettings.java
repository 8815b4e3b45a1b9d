package io.grainflow.job.run;

/**
 * A job with {@link ComputeOptions}, which can be set on the job itself.
 *
 * @param <J> the job
 */
public interface ComputeSettings<J> {
    ComputeOptions compute();

    J compute(ComputeOptions options);

    /** Threads, at least 1. */
    default J threads(int count) {
        return compute(compute().threads(count));
    }

    /** {@code cpu} or {@code cuda}, for networks. */
    default J device(String name) {
        return compute(compute().device(name));
    }
}
