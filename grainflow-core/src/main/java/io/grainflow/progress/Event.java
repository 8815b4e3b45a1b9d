package io.grainflow.progress;

import java.util.Map;

/** What long work reports while it runs. */
public sealed interface Event {
    /**
     * A task begins.
     *
     * @param task what is done, such as "train dncnn"
     * @param total how many units are ahead; 0 if unknown
     * @param unit of what, such as "steps" or "images"
     */
    record Started(String task, long total, String unit) implements Event {}

    /**
     * The task got on.
     *
     * @param done units done so far
     * @param figures current figures by name, the unit in the name, such as lossMean
     */
    record Advanced(String task, long done, Map<String, Double> figures) implements Event {
        public Advanced {
            figures = Map.copyOf(figures);
        }
    }

    /** The task is complete. */
    record Finished(String task) implements Event {}

    /** One item failed and the rest goes on. */
    record Failed(String item, String reason) implements Event {}

    /** Something worth a line. */
    record Note(String text) implements Event {}
}
