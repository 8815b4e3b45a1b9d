package io.grainflow.job.run;

/**
 * An item that could not be worked on while the rest went on.
 *
 * @param item which one, as the user knows it
 * @param reason one line: what is wrong, where, what to do
 */
public record Failure(String item, String reason) {}
