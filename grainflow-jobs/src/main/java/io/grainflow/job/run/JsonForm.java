package io.grainflow.job.run;

import tools.jackson.databind.JsonNode;

/** How values of one type are written in a document. */
interface JsonForm<T> {
    /**
     * The value of a node.
     *
     * @param where name of the field in messages
     * @throws io.grainflow.problem.InputException that names the field, its value, and the expected values
     */
    T read(String where, JsonNode node);

    JsonNode write(T value);
}
