package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One of several records, chosen by the fields that are given. */
record ChoiceForm(List<RecordForm> forms) implements JsonForm<Record> {
    ChoiceForm(Class<?> type) {
        this(Arrays.stream(type.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .map(one -> new RecordForm(RecordFields.defaults(one)))
                .toList());
    }

    @Override
    public Record read(String where, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new InputException(where, "does not take " + node, "give an object with " + choices());
        }
        for (RecordForm form : forms) {
            if (!object.isEmpty() && form.names().containsAll(object.propertyNames()) && form.isComplete(object)) {
                return form.read(where + " ", object);
            }
        }
        throw new InputException(
                where, "does not take the fields " + String.join(", ", object.propertyNames()), "give " + choices());
    }

    private String choices() {
        return forms.stream().map(form -> String.join(", ", form.names())).collect(Collectors.joining("; or "));
    }

    @Override
    public JsonNode write(Record value) {
        return forms.stream()
                .filter(form -> form.defaults().getClass() == value.getClass())
                .findFirst()
                .orElseThrow()
                .write(value);
    }
}
