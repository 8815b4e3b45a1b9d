package io.grainflow.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The origin of a model. Equal inputs give equal provenance: no dates, no paths of outputs.
 *
 * @param version of Grainflow that made it
 * @param job the settings that decide the result, as JSON
 * @param seed of all randomness
 * @param dataFingerprint of the training data
 * @param metrics final figures by name with the unit in the name, all finite
 */
public record Provenance(
        String version, JsonNode job, long seed, String dataFingerprint, SortedMap<String, Double> metrics) {
    /** The version of this build. */
    public static final String VERSION = "0.1.0";

    public Provenance {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        metrics.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("provenance expects finite metrics, got " + name + " " + value);
            }
        });
    }

    /**
     * Provenance of a model made by this build.
     *
     * @param job a record or map of all settings that decide the result
     */
    public static Provenance of(Object job, long seed, String dataFingerprint, Map<String, Double> metrics) {
        return new Provenance(VERSION, ModelJson.tree(job), seed, dataFingerprint, new TreeMap<>(metrics));
    }
}
