package io.grainflow.progress;

import java.util.Map;

/** An event of long-running work. */
public sealed interface Event {
    /**
     * A task begins.
     *
     * @param task what is done, such as "train dncnn"
     * @param total number of units to do; 0 if unknown
     * @param unit name of the unit, such as "steps" or "images"
     */
    record Started(String task, long total, String unit) implements Event {}

    /**
     * The task has advanced.
     *
     * @param done units done so far
     * @param figures current figures by name, with the unit in the name, such as lossMean
     */
    record Advanced(String task, long done, Map<String, Double> figures) implements Event {
        public Advanced {
            figures = Map.copyOf(figures);
        }
    }

    /** The task is complete. */
    record Finished(String task) implements Event {}

    /** One item failed; the others continue. */
    record Failed(String item, String reason) implements Event {}

    /** A message for the user. */
    record Note(String text) implements Event {}
}
