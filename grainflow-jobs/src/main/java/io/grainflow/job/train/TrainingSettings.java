package io.grainflow.job.train;

import io.grainflow.random.Seed;
import io.grainflow.train.ResumePolicy;

/**
 * A job that trains by {@link TrainingOptions}, which can be set on the job itself.
 *
 * @param <J> the job
 */
public interface TrainingSettings<J> {
    TrainingOptions training();

    J training(TrainingOptions options);

    /** For so many updates. */
    default J steps(long count) {
        return training(training().steps(count));
    }

    /** For so long instead. */
    default J minutes(double budget) {
        return training(training().minutes(budget));
    }

    /** With a field of the model's or the plan's record. */
    default J set(String field, Object value) {
        return training(training().set(field, value));
    }

    /** With bounded memory for decoded images. */
    default J cacheMegabytes(long megabytes) {
        return training(training().cacheMegabytes(megabytes));
    }

    default J seed(Seed first) {
        return training(training().seed(first));
    }

    /** What to do about an earlier training. */
    default J start(ResumePolicy policy) {
        return training(training().start(policy));
    }

    /** Goes on from the checkpoints of an earlier training of the same configuration. */
    default J resume() {
        return training(training().resume());
    }
}
