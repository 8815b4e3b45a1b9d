package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Several values in brackets. A single value needs no brackets. */
record ListForm(JsonForm<Object> element) implements JsonForm<List<Object>> {
    @Override
    public List<Object> read(String where, JsonNode node) {
        if (node.isObject()) {
            throw new InputException(where, "does not take " + node, "give a list");
        }
        if (!node.isArray()) {
            return List.of(element.read(where, node));
        }
        List<Object> values = new ArrayList<>();
        for (JsonNode one : node) {
            values.add(element.read(where, one));
        }
        return List.copyOf(values);
    }

    @Override
    public JsonNode write(List<Object> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(element.write(value)));
        return array;
    }
}
