package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Texts by name. Numbers, true and false are read as texts. */
record TextsForm() implements JsonForm<Map<String, String>> {
    @Override
    public Map<String, String> read(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new InputException(where, "does not take " + node, "give an object, such as {\"depth\": 17}");
        }
        Map<String, String> texts = new TreeMap<>();
        node.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (!value.isValueNode() || value.isNull()) {
                throw new InputException(
                        where + " " + entry.getKey(), "does not take " + value, "give a number, a text, true or false");
            }
            texts.put(entry.getKey(), value.asString());
        });
        return texts;
    }

    @Override
    public JsonNode write(Map<String, String> texts) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(texts).forEach(object::put);
        return object;
    }
}
