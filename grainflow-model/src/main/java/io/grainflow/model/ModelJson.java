package io.grainflow.model;

import io.grainflow.problem.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** JSON of a model file's metadata. Parsing is strict: an unknown field, a missing field or a value of another type is an error. */
public final class ModelJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .registerSubtypes(ModelSystems.specs().stream().map(NamedType::new).toArray(NamedType[]::new))
            .build();

    private ModelJson() {}

    /** A value as JSON, records in the order of their components. */
    public static String write(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** A value as a JSON tree. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /**
     * Reads a value.
     *
     * @param where name of the source in messages
     * @throws InputException if the text is not exactly a value of the type
     */
    public static <T> T read(String where, String text, Class<T> type) {
        try {
            T value = JSON.readValue(text, type);
            if (value == null) {
                throw new InputException(
                        where, "cannot be understood: it is null", "it is damaged or not made by Grainflow");
            }
            return value;
        } catch (JacksonException e) {
            throw new InputException(
                    where, "cannot be understood: " + reason(e), "it is damaged or not made by Grainflow", e);
        }
    }

    private static String reason(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field " + unknown.getPropertyName() + ", known are " + unknown.getKnownPropertyIds();
        }
        if (e instanceof InvalidTypeIdException tag) {
            return "unknown type " + tag.getTypeId();
        }
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return cause.getMessage();
        }
        String path = e instanceof DatabindException databind ? databind.getPathReference() : "";
        return e.getOriginalMessage() + (path.isEmpty() ? "" : " at " + path.replaceAll(".*\\[\"|\"].*", ""));
    }
}
