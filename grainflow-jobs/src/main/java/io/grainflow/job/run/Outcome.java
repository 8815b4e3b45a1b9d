package io.grainflow.job.run;

/** What a job leaves: a record whose components are the fields of the JSON object that front ends show. */
public interface Outcome {
    /** How many items failed while the rest went on. */
    default int failed() {
        return 0;
    }
}
