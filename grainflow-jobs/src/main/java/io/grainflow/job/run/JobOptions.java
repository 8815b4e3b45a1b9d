package io.grainflow.job.run;

/** A record of settings that several jobs share. In documents its fields are fields of the job. */
public interface JobOptions {}
