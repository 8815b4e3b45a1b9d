package io.grainflow.job.run;

import io.grainflow.problem.InputException;
import io.grainflow.progress.Event;
import io.grainflow.progress.JobEvent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What jobs report as one JSON object on one line: {@code {"job": "7", "event": "advanced", "task": "train dncnn", "done": 120, "figures":
 * {"lossMean": 0.01}}}. A figure that is NaN is null. An infinite one is a text.
 */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventJson() {}

    public static String write(JobEvent event) {
        ObjectNode object = JSON.createObjectNode();
        object.put("job", event.job());
        Event told = event.event();
        object.put("event", told.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (told instanceof Event.Started started) {
            object.put("task", started.task()).put("total", started.total()).put("unit", started.unit());
        } else if (told instanceof Event.Advanced advanced) {
            object.put("task", advanced.task()).put("done", advanced.done());
            ObjectNode figures = object.putObject("figures");
            new TreeMap<>(advanced.figures()).forEach((name, value) -> figures.set(name, JobJson.figure(value)));
        } else if (told instanceof Event.Finished finished) {
            object.put("task", finished.task());
        } else if (told instanceof Event.Failed failed) {
            object.put("item", failed.item()).put("reason", failed.reason());
        } else if (told instanceof Event.Note note) {
            object.put("text", note.text());
        }
        return JSON.writeValueAsString(object);
    }

    /**
     * Reads an event.
     *
     * @throws InputException if the text is no such object
     */
    public static JobEvent read(String text) {
        try {
            JsonNode object = JSON.readTree(text);
            return new JobEvent(text(object, "job"), event(object));
        } catch (JacksonException e) {
            throw new InputException("event", "is no JSON: " + e.getOriginalMessage(), "give what a job reported", e);
        }
    }

    private static Event event(JsonNode object) {
        String kind = text(object, "event");
        return switch (kind) {
            case "started" -> new Event.Started(text(object, "task"), whole(object, "total"), text(object, "unit"));
            case "advanced" -> new Event.Advanced(text(object, "task"), whole(object, "done"), figures(object));
            case "finished" -> new Event.Finished(text(object, "task"));
            case "failed" -> new Event.Failed(text(object, "item"), text(object, "reason"));
            case "note" -> new Event.Note(text(object, "text"));
            default ->
                throw new InputException(
                        "event " + kind, "is unknown", "known: started, advanced, finished, failed, note");
        };
    }

    private static Map<String, Double> figures(JsonNode object) {
        JsonNode node = field(object, "figures");
        if (!node.isObject()) {
            throw new InputException("event, field figures", "does not take " + node, "give an object of figures");
        }
        Map<String, Double> figures = new TreeMap<>();
        node.properties()
                .forEach(figure -> figures.put(
                        figure.getKey(), JobJson.figure("event, field figures " + figure.getKey(), figure.getValue())));
        return figures;
    }

    private static String text(JsonNode object, String name) {
        return (String) JsonForms.of(String.class).read("event, field " + name, field(object, name));
    }

    private static long whole(JsonNode object, String name) {
        return (Long) JsonForms.of(long.class).read("event, field " + name, field(object, name));
    }

    private static JsonNode field(JsonNode object, String name) {
        JsonNode node = object.get(name);
        if (node == null) {
            throw new InputException("event", "lacks " + name, "give what a job reported");
        }
        return node;
    }
}
