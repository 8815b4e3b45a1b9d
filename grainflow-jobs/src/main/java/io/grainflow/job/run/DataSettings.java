package io.grainflow.job.run;

/**
 * A job on {@link Data}, which can be set on the job itself.
 *
 * @param <J> the job
 */
public interface DataSettings<J> {
    Data pairs();

    J pairs(Data data);

    /** The data set: a folder, with a prefix where its kind must be told; several joined by semicolons. */
    default J data(String folder) {
        return pairs(new Data(folder, pairs().split()));
    }

    /** Which of its scenes. */
    default J split(Data.Part part) {
        return pairs(new Data(pairs().data(), part));
    }
}
