package io.grainflow.job.run;

/**
 * A job on {@link Data}, which can be set on the job itself.
 *
 * @param <J> the job
 */
public interface DataSettings<J> {
    Data pairs();

    J pairs(Data data);

    /** Sets the data set: a folder, with a prefix for kinds that are not recognised; several are joined by semicolons. */
    default J data(String folder) {
        return pairs(new Data(folder, pairs().split()));
    }

    /** Sets the part of the scenes. */
    default J split(Data.Part part) {
        return pairs(new Data(pairs().data(), part));
    }
}
