package io.grainflow.job.run;

/** The result of a job: a record whose components are the fields of the JSON object that front ends show. */
public interface Outcome {
    /** Number of items that failed. The other items were processed. */
    default int failed() {
        return 0;
    }
}
