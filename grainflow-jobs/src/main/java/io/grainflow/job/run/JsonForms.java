package io.grainflow.job.run;

import io.grainflow.image.PixelDomain;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The JSON forms of all types of job settings. */
final class JsonForms {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonForm<Long> WHOLE = of(
            "a whole number",
            node -> node.isIntegralNumber() && node.canConvertToLong(),
            JsonNode::longValue,
            NODES::numberNode);
    private static final JsonForm<Integer> SMALL = of(
            "a whole number",
            node -> node.isIntegralNumber() && node.canConvertToInt(),
            JsonNode::intValue,
            NODES::numberNode);
    private static final JsonForm<Double> NUMBER = of(
            "a number",
            node -> node.isNumber() && Double.isFinite(node.doubleValue()),
            JsonNode::doubleValue,
            NODES::numberNode);
    private static final JsonForm<Boolean> FLAG =
            of("true or false", JsonNode::isBoolean, JsonNode::booleanValue, NODES::booleanNode);
    private static final JsonForm<String> TEXT =
            of("a text", JsonNode::isString, JsonNode::stringValue, NODES::stringNode);

    private static final Map<Class<?>, JsonForm<?>> PLAIN = Map.ofEntries(
            Map.entry(long.class, WHOLE),
            Map.entry(int.class, SMALL),
            Map.entry(Integer.class, SMALL),
            Map.entry(double.class, NUMBER),
            Map.entry(boolean.class, FLAG),
            Map.entry(String.class, TEXT),
            Map.entry(
                    Path.class,
                    of(
                            "a path",
                            JsonForms::isPath,
                            node -> Path.of(node.stringValue()),
                            path -> NODES.stringNode(path.toString()))),
            Map.entry(Seed.class, mapped(WHOLE, Seed::new, Seed::value)),
            Map.entry(OptionalLong.class, mapped(WHOLE, OptionalLong::of, OptionalLong::getAsLong)),
            Map.entry(OptionalDouble.class, mapped(NUMBER, OptionalDouble::of, OptionalDouble::getAsDouble)));

    private JsonForms() {}

    /** The form of a type. Missing values are handled by the caller. */
    @SuppressWarnings("unchecked") // a form is found by the type of its values
    static JsonForm<Object> of(Type type) {
        return (JsonForm<Object>) find(type);
    }

    private static JsonForm<?> find(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        JsonForm<?> known = PLAIN.get(plain);
        if (known != null) {
            return known;
        }
        if (plain.isEnum()) {
            return word(plain.getEnumConstants());
        }
        if (RecordFields.isChoice(plain)) {
            return new ChoiceForm(plain);
        }
        return parsed(plain);
    }

    private static JsonForm<?> generic(Class<?> raw, Type... arguments) {
        if (raw == Optional.class) {
            return mapped(of(arguments[0]), Optional::of, optional -> optional.orElseThrow());
        }
        if (raw == List.class) {
            return new ListForm(of(arguments[0]));
        }
        if (raw == Map.class && arguments[0] == String.class && arguments[1] == String.class) {
            return new TextsForm();
        }
        throw new IllegalArgumentException(
                "JsonForms expects a type of settings, got " + raw + Arrays.toString(arguments));
    }

    private static JsonForm<?> word(Object... constants) {
        Function<Object, String> word = constant -> word((Enum<?>) constant);
        String known = Arrays.stream(constants).map(word).collect(Collectors.joining(", "));
        return of(
                known,
                node -> node.isString() && Arrays.stream(constants).map(word).anyMatch(node.stringValue()::equals),
                node -> Arrays.stream(constants)
                        .filter(constant -> word.apply(constant).equals(node.stringValue()))
                        .findFirst()
                        .orElseThrow(),
                constant -> NODES.stringNode(word.apply(constant)));
    }

    /** The lower-case word of a constant. */
    private static String word(Enum<?> constant) {
        return constant == PixelDomain.RAW_PACKED
                ? "raw"
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A type that is written by its {@code toString} and read by its {@code parse}. */
    private static JsonForm<?> parsed(Class<?> type) {
        return new JsonForm<Object>() {
            @Override
            public Object read(String where, JsonNode node) {
                try {
                    return RecordFields.parse(type, TEXT.read(where, node));
                } catch (IllegalArgumentException e) {
                    throw new InputException(where, "does not take " + node, String.valueOf(e.getMessage()), e);
                }
            }

            @Override
            public JsonNode write(Object value) {
                return NODES.stringNode(value.toString());
            }
        };
    }

    private static boolean isPath(JsonNode node) {
        try {
            return node.isString() && !Path.of(node.stringValue()).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static <T> JsonForm<T> of(
            String expected, Predicate<JsonNode> accepts, Function<JsonNode, T> reader, Function<T, JsonNode> writer) {
        return new JsonForm<>() {
            @Override
            public T read(String where, JsonNode node) {
                if (!accepts.test(node)) {
                    throw new InputException(where, "does not take " + node, "give " + expected);
                }
                return reader.apply(node);
            }

            @Override
            public JsonNode write(T value) {
                return writer.apply(value);
            }
        };
    }

    private static <S, T> JsonForm<T> mapped(JsonForm<S> form, Function<S, T> to, Function<T, S> from) {
        return new JsonForm<>() {
            @Override
            public T read(String where, JsonNode node) {
                return to.apply(form.read(where, node));
            }

            @Override
            public JsonNode write(T value) {
                return form.write(from.apply(value));
            }
        };
    }
}
