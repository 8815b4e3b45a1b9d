package io.grainflow.job.train;

import io.grainflow.random.Seed;
import io.grainflow.train.ResumePolicy;

/**
 * A job with {@link TrainingOptions}, which can be set on the job itself.
 *
 * @param <J> the job
 */
public interface TrainingSettings<J> {
    TrainingOptions training();

    J training(TrainingOptions options);

    /** Sets the number of updates. */
    default J steps(long count) {
        return training(training().steps(count));
    }

    /** Sets a time budget instead of a number of updates. */
    default J minutes(double budget) {
        return training(training().minutes(budget));
    }

    /** Sets a field of the model's or the plan's record. */
    default J set(String field, Object value) {
        return training(training().set(field, value));
    }

    /** Limits the memory for decoded images. */
    default J cacheMegabytes(long megabytes) {
        return training(training().cacheMegabytes(megabytes));
    }

    default J seed(Seed first) {
        return training(training().seed(first));
    }

    /** Sets how an earlier training is handled. */
    default J start(ResumePolicy policy) {
        return training(training().start(policy));
    }

    /** Goes on from the checkpoints of an earlier training of the same configuration. */
    default J resume() {
        return training(training().resume());
    }
}
