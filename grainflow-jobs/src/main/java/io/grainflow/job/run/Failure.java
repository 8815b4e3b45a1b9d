package io.grainflow.job.run;

/**
 * An item that could not be processed. The other items were processed.
 *
 * @param item name of the item, as the user knows it
 * @param reason one line that says where, what is wrong, and what to do
 */
public record Failure(String item, String reason) {}
