package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/** Fields of records by name. */
public final class RecordFields {
    private RecordFields() {}

    /**
     * A copy with one field replaced. The methods of a record that are named like its fields use it.
     *
     * @throws InputException if the record rejects the value
     */
    public static <R extends Record> R with(R record, String field, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            boolean wanted = components[i].getName().equals(field);
            found |= wanted;
            values[i] = wanted ? value : get(record, components[i]);
        }
        if (!found) {
            throw new IllegalArgumentException(
                    record.getClass().getSimpleName() + " expects one of its fields, got " + field);
        }
        @SuppressWarnings("unchecked") // the class of a record of type R
        Class<R> type = (Class<R>) record.getClass();
        return construct(type, values);
    }

    static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    static <R> R construct(Class<R> type, Object... values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused
                    ? refused
                    : new IllegalStateException("cannot make " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    /** The first field of a type, also among shared options. */
    static <T> Optional<T> find(Record record, Class<T> type) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            Optional<T> found = type.isInstance(value)
                    ? Optional.of(type.cast(value))
                    : value instanceof Record options && value instanceof JobOptions
                            ? find(options, type)
                            : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether values of this type have settings of their own: shared options, or a choice of records. */
    static boolean isNested(Class<?> type) {
        return JobOptions.class.isAssignableFrom(type) || isChoice(type);
    }

    /** Whether a type is one of several records. */
    static boolean isChoice(Class<?> type) {
        return type.isInterface()
                && type.isSealed()
                && Arrays.stream(type.getPermittedSubclasses()).allMatch(RecordFields::hasDefaults);
    }

    private static boolean hasDefaults(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals("defaults") && method.getParameterCount() == 0);
    }

    /** The value of the static method {@code defaults()} of a record. */
    static Record defaults(Class<?> type) {
        try {
            return (Record) type.getMethod("defaults").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no defaults()", e);
        }
    }

    /** The value of the static method {@code parse(String)} of a type. */
    static Object parse(Class<?> type, String text) {
        try {
            return type.getMethod("parse", String.class).invoke(null, text);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused
                    ? refused
                    : new IllegalStateException("cannot read " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no parse(String)", e);
        }
    }
}
