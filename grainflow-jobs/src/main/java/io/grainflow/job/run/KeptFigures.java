package io.grainflow.job.run;

import io.grainflow.file.AtomicFile;
import io.grainflow.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Figures of finished parts of a job as JSON files, so that a job that was stopped goes on without computing them again.
 *
 * @param file the file
 * @param fingerprint what the figures depend on; figures of another fingerprint are not found
 */
public record KeptFigures(Path file, String fingerprint) {
    private static final String FINGERPRINT = "fingerprint";
    private static final String FIGURES = "figures";

    /** Writes a record of figures, atomically. */
    public void write(Record figures) {
        ObjectNode object = JobJson.MAPPER.createObjectNode();
        object.put(FINGERPRINT, fingerprint);
        object.set(FIGURES, JobJson.MAPPER.valueToTree(figures));
        AtomicFile.writeText(file, JobJson.MAPPER.writeValueAsString(object) + "\n");
    }

    /**
     * The figures, if there are some of this fingerprint. A file that is damaged holds none.
     *
     * @throws InputException if the file cannot be read
     */
    public <T extends Record> Optional<T> read(Class<T> type) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode object = JobJson.MAPPER.readTree(Files.readString(file));
            boolean same = fingerprint.equals(object.path(FINGERPRINT).asString(""));
            return same ? Optional.of(JobJson.MAPPER.treeToValue(object.path(FIGURES), type)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be read", "check its permissions", e);
        }
    }
}
