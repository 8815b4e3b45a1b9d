package io.grainflow.train;

import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelJson;
import io.grainflow.problem.InputException;
import io.grainflow.tensor.Device;
import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A denoiser to be trained.
 *
 * @param spec the network
 * @param plan how
 * @param supervision on what
 * @param data from which pairs
 * @param out the model's file; the checkpoint lies beside it with the suffix {@code .checkpoint}
 * @param start what to do about an earlier training
 * @param device computed on
 * @param origin more for the model's provenance, such as the name of the data set; no paths of outputs
 */
public record DenoiserTask(
        DenoiserSpec spec,
        TrainPlan plan,
        Supervision supervision,
        TrainingData data,
        Path out,
        Start start,
        Device device,
        Map<String, String> origin)
        implements TrainTask {
    /** @throws InputException if network, noise and data do not fit together */
    public DenoiserTask {
        origin = Map.copyOf(origin);
        if (spec.channels() != data.channels()) {
            throw new InputException(
                    "network",
                    "takes " + spec.channels() + " channels, the images have " + data.channels(),
                    "set channels=" + data.channels());
        }
        supervision.noise().requireKnown(data.captures());
    }

    @Override
    public SortedMap<String, String> identity() {
        SortedMap<String, String> identity = new TreeMap<>();
        flatten("spec.", ModelJson.tree(spec), identity);
        flatten("plan.", ModelJson.tree(plan), identity);
        identity.remove("plan.checkpointEvery");
        identity.put("noise", supervision.noise().description());
        identity.put("target", supervision.target().name());
        identity.put("data", data.fingerprint());
        identity.put("trainingPairs", Integer.toString(data.training().size()));
        identity.put("validationPairs", Integer.toString(data.validation().size()));
        identity.put("device", device.name());
        return identity;
    }

    static void flatten(String prefix, JsonNode record, SortedMap<String, String> into) {
        for (Entry<String, JsonNode> field : record.properties()) {
            JsonNode value = field.getValue();
            into.put(prefix + field.getKey(), value.isContainer() ? value.toString() : value.asString());
        }
    }
}
