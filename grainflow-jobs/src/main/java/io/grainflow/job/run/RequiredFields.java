package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Checks the required fields of a job. */
final class RequiredFields {
    private RequiredFields() {}

    /** @throws InputException that names the required fields that are empty */
    static void check(Job<?> job) {
        List<String> empty = job instanceof Record fields ? empty(fields) : List.of();
        if (!empty.isEmpty()) {
            throw new InputException(
                    "job " + JobKinds.name(job), "lacks " + String.join(" and ", empty), "give what is missing");
        }
    }

    /** Names of empty required fields, including those of nested records. */
    static List<String> empty(Record record) {
        List<String> empty = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = RecordFields.get(record, component);
            if (component.isAnnotationPresent(Required.class) && isEmpty(value)) {
                empty.add(component.getName());
            } else if (value instanceof Record inner && RecordFields.isNested(component.getType())) {
                empty.addAll(empty(inner));
            }
        }
        return empty;
    }

    private static boolean isEmpty(Object value) {
        return value.toString().isEmpty() || value.equals(0) || value.equals(List.of());
    }
}
