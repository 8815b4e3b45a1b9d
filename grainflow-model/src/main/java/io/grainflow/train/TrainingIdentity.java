package io.grainflow.train;

import io.grainflow.model.ModelJson;
import io.grainflow.tensor.Device;
import io.grainflow.train.data.TrainingData;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What decides the result of a training, by name. A checkpoint is resumed only by a training with the same. */
public final class TrainingIdentity {
    private final SortedMap<String, String> parts = new TreeMap<>();

    private TrainingIdentity() {}

    /** What every training depends on: plan, data and device. Data that grow cannot be named further. */
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

    /** With one part more. */
    public TrainingIdentity with(String name, String value) {
        parts.put(name, value);
        return this;
    }

    /** With every field of a record; the prefix goes before its name. */
    public TrainingIdentity with(String prefix, Record record) {
        for (Entry<String, JsonNode> field : ModelJson.tree(record).properties()) {
            JsonNode value = field.getValue();
            parts.put(prefix + field.getKey(), value.isContainer() ? value.toString() : value.asString());
        }
        return this;
    }

    /** All parts. */
    public SortedMap<String, String> parts() {
        return new TreeMap<>(parts);
    }
}
