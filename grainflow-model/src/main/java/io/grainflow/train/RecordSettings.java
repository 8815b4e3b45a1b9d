package io.grainflow.train;

import io.grainflow.problem.InputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Changes fields of configuration records by name, for {@code --set key=value}. */
public final class RecordSettings {
    private RecordSettings() {}

    /**
     * The record with some fields set from text.
     *
     * @throws InputException if a key is unknown (all known ones are listed), a text does not fit its field, or the record
     *     refuses the values
     */
    public static <R extends Record> R with(R record, Map<String, String> settings) {
        requireKnown(List.of(record), settings);
        return withKnown(record, settings);
    }

    /**
     * Applies settings to several records: each setting goes to the records that have a field of its name.
     *
     * @throws InputException as {@link #with}; a key is unknown if no record has it
     */
    public static List<Record> withAll(List<? extends Record> records, Map<String, String> settings) {
        requireKnown(records, settings);
        List<Record> changed = new ArrayList<>();
        for (Record record : records) {
            List<String> own = keys(record);
            Map<String, String> mine = new HashMap<>(settings);
            mine.keySet().removeIf(Predicate.not(own::contains));
            changed.add(withKnown(record, mine));
        }
        return List.copyOf(changed);
    }

    /** Names of the fields that can be set. Lists are excluded, because they are derived from the data. */
    public static List<String> keys(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> component.getType() != List.class)
                .map(RecordComponent::getName)
                .toList();
    }

    /** The record with some fields replaced by values of their types. */
    public static <R extends Record> R replace(R record, Map<String, Object> values) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object replacement = values.get(components[i].getName());
            arguments[i] = replacement == null ? current(record, components[i]) : replacement;
        }
        return construct(record, components, arguments);
    }

    private static <R extends Record> R withKnown(R record, Map<String, String> settings) {
        Map<String, Object> values = new HashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String text = settings.get(component.getName());
            if (text != null) {
                values.put(component.getName(), parse(component, text.strip()));
            }
        }
        try {
            return replace(record, values);
        } catch (IllegalArgumentException e) {
            throw new InputException("setting", String.valueOf(e.getMessage()), "change `settings`", e);
        }
    }

    private static void requireKnown(List<? extends Record> records, Map<String, String> settings) {
        List<String> known = records.stream()
                .flatMap(record -> keys(record).stream())
                .distinct()
                .toList();
        for (String key : settings.keySet()) {
            if (!known.contains(key)) {
                throw new InputException("setting " + key, "is unknown", "known: " + String.join(", ", known));
            }
        }
    }

    private static Object parse(RecordComponent component, String text) {
        Class<?> type = component.getType();
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            }
            if (type == long.class) {
                return Long.parseLong(text);
            }
            if (type == double.class && Double.isFinite(Double.parseDouble(text))) {
                return Double.parseDouble(text);
            }
            if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
                return text.equals("true");
            }
            if (type == String.class) {
                return text;
            }
        } catch (NumberFormatException e) {
            throw mismatch(component, text);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
        }
        throw mismatch(component, text);
    }

    private static InputException mismatch(RecordComponent component, String text) {
        Class<?> type = component.getType();
        String expected;
        if (type.isEnum()) {
            expected = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        } else if (type == boolean.class) {
            expected = "true or false";
        } else {
            expected = type == double.class ? "a number" : "a whole number";
        }
        return new InputException("setting " + component.getName(), "does not take '" + text + "'", "give " + expected);
    }

    private static Object current(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static <R extends Record> R construct(R record, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // the class of a record of type R
            Constructor<R> constructor = (Constructor<R>) record.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalArgumentException refused
                    ? refused
                    : new IllegalStateException("cannot make " + record.getClass(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + record.getClass(), e);
        }
    }
}
