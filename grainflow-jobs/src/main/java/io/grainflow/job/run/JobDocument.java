package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job as a JSON object: its kind under {@code job}, then its fields and those of its shared options by their names. Fields that are left
 * out are as in {@code defaults()}. Constants are lower-case words, a seed is a number, relative paths are relative to the working directory.
 *
 * <pre>{@code
 * {"job": "trainDenoiser", "data": "pairs", "noise": "gaussian:25", "minutes": 30, "out": "dncnn.safetensors"}
 * }</pre>
 */
public final class JobDocument {
    private static final String TAG = "job";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JobDocument() {}

    /**
     * Reads a job. Files that the job names are not opened.
     *
     * @param name name of the document in messages
     * @throws InputException if it is no such object, of no known kind, has a field that the kind does not have, or a value that the field
     *     does not take
     */
    public static Job<?> read(String name, String text) {
        return read(name, text, UnaryOperator.identity());
    }

    /**
     * As {@link #read(String, String)}. The object can be changed first, for names that only a front end knows.
     */
    public static Job<?> read(String name, String text, UnaryOperator<ObjectNode> change) {
        ObjectNode object = change.apply(object(name, text));
        JobKind<?> kind = kind(name, object);
        RecordForm form = new RecordForm(kind.defaults());
        List<String> known = form.names();
        for (String field : object.propertyNames()) {
            if (!field.equals(TAG) && !known.contains(field)) {
                throw new InputException(
                        name + ", field " + field,
                        "is unknown to " + kind.name() + Suggestion.of(field, known),
                        "known: " + String.join(", ", known));
            }
        }
        Record job = form.read(name + ", field ", object);
        List<String> empty = RequiredFields.empty(job);
        if (!empty.isEmpty()) {
            throw new InputException(
                    name, "lacks " + String.join(" and ", empty), "a document of " + kind.name() + " must have it");
        }
        return (Job<?>) job;
    }

    /** The whole document of a job, with all fields, indented. */
    public static String write(Job<?> job) {
        return JSON.writeValueAsString(tree(job));
    }

    /**
     * Settings that have a value in one word or number, as users write them: constants as words, lists with commas. Those that are true or false
     * are left out, like those without a value.
     */
    public static Map<String, String> words(Job<?> job) {
        Map<String, String> words = new TreeMap<>();
        tree(job).properties().forEach(field -> words.put(field.getKey(), word(field.getValue())));
        words.remove(TAG);
        words.values().removeIf(String::isEmpty);
        return words;
    }

    private static String word(JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().map(JobDocument::word).collect(Collectors.joining(","));
        }
        if (node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue())) {
            return Long.toString(node.longValue());
        }
        return node.isNumber() || node.isString() ? node.asString() : "";
    }

    /** The same as a tree. */
    static ObjectNode tree(Job<?> job) {
        JobKind<?> kind = JobKinds.of(job);
        ObjectNode object = JSON.createObjectNode();
        object.put(TAG, kind.name());
        object.setAll(new RecordForm(kind.defaults()).write((Record) job));
        return object;
    }

    private static ObjectNode object(String name, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new InputException(
                    name, "is no JSON object", "give one, such as {\"job\": \"simulate\", \"out\": \"pairs\"}");
        } catch (JacksonException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new InputException(
                    name, "is no JSON: " + e.getOriginalMessage() + place, "mend it, or write it by a program", e);
        }
    }

    private static JobKind<?> kind(String name, ObjectNode object) {
        List<String> kinds = JobKinds.all().stream().<String>map(JobKind::name).toList();
        JsonNode tag = object.get(TAG);
        if (tag == null || !tag.isString()) {
            throw new InputException(
                    name, "does not tell which job it is", "give \"job\", one of " + String.join(", ", kinds));
        }
        return JobKinds.named(tag.stringValue());
    }
}
