package io.grainflow.job.run;

import tools.jackson.databind.JsonNode;

/** How values of one type stand in a document. */
interface JsonForm<T> {
    /**
     * The value of a node.
     *
     * @param where the field, as the user knows it
     * @throws io.grainflow.problem.InputException that names the field, what it holds, and what is expected
     */
    T read(String where, JsonNode node);

    JsonNode write(T value);
}
