package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Jobs and their outcomes as JSON. A missing figure (NaN) is null. An infinite one, such as the PSNR
 * of equal images, is the string "Infinity".
 */
public final class JobJson {
    private static final List<String> INFINITE = List.of("Infinity", "-Infinity");

    /** Writes and reads records of figures. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new Figure(Double.class))
                    .addSerializer(double.class, new Figure(double.class))
                    .addSerializer(Path.class, new FileName())
                    .addDeserializer(Double.class, new FigureReader(Double.class))
                    .addDeserializer(double.class, new FigureReader(double.class)))
            .build();

    private JobJson() {}

    /**
     * One object: the command that does such jobs, the version, the job's {@link JobDocument document}, then the outcome's fields.
     */
    public static String write(String version, Job<?> job, Outcome outcome) {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("command", JobKinds.of(job).command());
        object.put("version", version);
        object.set("job", JobDocument.tree(job));
        object.setAll(MAPPER.<ObjectNode>valueToTree(outcome));
        return MAPPER.writeValueAsString(object);
    }

    /** A figure as a JSON node, in the form used in all results. */
    static JsonNode figure(double value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * The figure of such a node.
     *
     * @throws InputException if it is neither null, nor a number, nor one of the two infinite ones
     */
    static double figure(String where, JsonNode node) {
        if (node.isNull()) {
            return Double.NaN;
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isString() && INFINITE.contains(node.stringValue())) {
            return Double.parseDouble(node.stringValue());
        }
        throw new InputException(where, "does not take " + node, "give a number, null, \"Infinity\" or \"-Infinity\"");
    }

    private static final class Figure extends StdSerializer<Double> {
        Figure(Class<?> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializationContext context) {
            if (value.isNaN()) {
                json.writeNull();
            } else if (value.isInfinite()) {
                json.writeString(value.toString());
            } else {
                json.writeNumber(value);
            }
        }
    }

    /** Reads what {@link Figure} writes. */
    private static final class FigureReader extends StdDeserializer<Double> {
        FigureReader(Class<?> type) {
            super(type);
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) {
            return json.hasToken(JsonToken.VALUE_STRING) ? Double.valueOf(json.getString()) : json.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    private static final class FileName extends StdSerializer<Path> {
        FileName() {
            super(Path.class);
        }

        @Override
        public void serialize(Path value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }
}
