package io.grainflow.train;

import io.grainflow.model.ModelJson;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** All settings that decide the result of a training, by name. A checkpoint is resumed only by a training with the same identity. */
public final class TrainingIdentity {
    private final SortedMap<String, String> parts = new TreeMap<>();

    private TrainingIdentity() {}

    /** Settings that every training depends on: plan, data and device. Growing data have no fingerprint. */
    public static TrainingIdentity of(TrainPlan plan, TrainingData data, Device device) {
        TrainingIdentity identity = new TrainingIdentity().with("plan.", plan);
        identity.parts.remove("plan.checkpointEvery");
        if (data.growth().isPresent()) {
            return identity.with("data", "grows").with("device", device.name());
        }
        return identity.with("data", data.fingerprint())
                .with("trainingPairs", Integer.toString(data.training().size()))
                .with("validationPairs", Integer.toString(data.validation().size()))
                .with("device", device.name());
    }

    /** With one more entry. */
    public TrainingIdentity with(String name, String value) {
        parts.put(name, value);
        return this;
    }

    /** With an entry for every field of a record, named with the prefix and the field's name. */
    public TrainingIdentity with(String prefix, Record record) {
        for (Entry<String, JsonNode> field : ModelJson.tree(record).properties()) {
            JsonNode value = field.getValue();
            parts.put(prefix + field.getKey(), value.isContainer() ? value.toString() : value.asString());
        }
        return this;
    }

    /** All entries. */
    public SortedMap<String, String> parts() {
        return new TreeMap<>(parts);
    }
}
