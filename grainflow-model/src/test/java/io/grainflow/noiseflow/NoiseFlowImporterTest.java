package io.grainflow.noiseflow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors for files with missing or superfluous variables. */
final class NoiseFlowImporterTest {
    private static final StoredTensor ONE = StoredTensor.ofFloats(new float[] {1}, 1);

    @TempDir
    Path folder;

    private Path written(Map<String, StoredTensor> tensors) {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, new Safetensors.Contents(Map.of(), new TreeMap<>(tensors)));
        return file;
    }

    @Test
    void whatIsMissingOrTooMuchIsNamed() {
        refused(Map.of("a", ONE), "lacks level0/bijector0/rescaling_scale0");
        Map<String, StoredTensor> layer = new TreeMap<>(Map.of(
                "level0/bijector0/rescaling_scale0", ONE,
                "model/sdn_gain/beta1", ONE,
                "model/sdn_gain/beta2", ONE,
                "model/sdn_gain/gain_params", StoredTensor.ofFloats(new float[5], 5)));
        refused(layer, "lacks model/sdn_gain/cam_params");
        layer.put("model/sdn_gain/cam_params", StoredTensor.ofFloats(new float[10], 2, 5));
        refused(layer, "model/sdn_gain/cam_params has 10 values instead of 15");
        layer.put("model/sdn_gain/cam_params", StoredTensor.ofFloats(new float[15], 3, 5));
        layer.put("extra", ONE);
        refused(layer, "unused extra");
    }

    private void refused(Map<String, StoredTensor> tensors, String why) {
        Path file = written(tensors);
        assertThatThrownBy(() -> NoiseFlowImporter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no Noise Flow")
                .hasMessageContaining(why);
    }
}
