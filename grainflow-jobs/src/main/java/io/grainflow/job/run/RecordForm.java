package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as a JSON object of its fields and those of its shared options. Fields that are missing or null have their default values.
 *
 * @param defaults values of fields that are missing
 */
record RecordForm(Record defaults) {
    /** Names of all fields. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : components()) {
            if (isShared(component)) {
                names.addAll(shared(component).names());
            } else {
                names.add(component.getName());
            }
        }
        return List.copyOf(names);
    }

    /** Whether an object has all required fields. */
    boolean isComplete(ObjectNode object) {
        return RequiredFields.empty(defaults).stream().allMatch(object::hasNonNull);
    }

    /**
     * Reads a record from an object. Other fields of the object are ignored.
     *
     * @param where prefix of field names in messages
     */
    Record read(String where, ObjectNode object) {
        RecordComponent[] components = components();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            JsonNode node = object.get(component.getName());
            if (isShared(component)) {
                values[i] = shared(component).read(where, object);
            } else if (node == null || node.isNull()) {
                values[i] = RecordFields.get(defaults, component);
            } else {
                values[i] = JsonForms.of(component.getGenericType()).read(where + component.getName(), node);
            }
        }
        try {
            return RecordFields.construct(defaults.getClass(), values);
        } catch (IllegalArgumentException e) {
            throw refused(where, values, object, e);
        }
    }

    /** The field that is refused beside the defaults of all others is the one; where there is none, several do not go together. */
    private InputException refused(String where, Object[] values, ObjectNode object, IllegalArgumentException problem) {
        RecordComponent[] components = components();
        for (int i = 0; i < components.length; i++) {
            JsonNode node = object.get(components[i].getName());
            if (node != null && isRefused(components[i], values[i])) {
                return new InputException(
                        where + components[i].getName(),
                        "does not take " + node,
                        String.valueOf(problem.getMessage()),
                        problem);
            }
        }
        return new InputException(
                where + String.join(", ", names()),
                "do not go together as they are given",
                String.valueOf(problem.getMessage()),
                problem);
    }

    private boolean isRefused(RecordComponent component, Object value) {
        try {
            RecordFields.with(defaults, component.getName(), value);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    ObjectNode write(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : components()) {
            Object value = RecordFields.get(record, component);
            if (isShared(component)) {
                object.setAll(shared(component).write((Record) value));
            } else if (isAbsent(value)) {
                object.putNull(component.getName());
            } else {
                object.set(
                        component.getName(),
                        JsonForms.of(component.getGenericType()).write(value));
            }
        }
        return object;
    }

    private RecordComponent[] components() {
        return defaults.getClass().getRecordComponents();
    }

    private RecordForm shared(RecordComponent component) {
        return new RecordForm((Record) RecordFields.get(defaults, component));
    }

    private static boolean isShared(RecordComponent component) {
        return JobOptions.class.isAssignableFrom(component.getType());
    }

    private static boolean isAbsent(Object value) {
        return value.equals(Optional.empty())
                || value.equals(OptionalLong.empty())
                || value.equals(OptionalDouble.empty());
    }
}
