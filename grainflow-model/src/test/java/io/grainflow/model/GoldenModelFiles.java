package io.grainflow.model;

import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.parametric.GaussianSpec;
import io.grainflow.parametric.HeteroscedasticSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Wrote the golden files of format 1: {@code ./mvnw -pl grainflow-model -am test -Dtest=GoldenModelFiles
 * -Dsurefire.failIfNoSpecifiedTests=false -Dgrainflow.golden.write=FOLDER}. Files of a released format are never regenerated.
 */
final class GoldenModelFiles {
    @Test
    @EnabledIfSystemProperty(named = "grainflow.golden.write", matches = ".+")
    void write() {
        Path folder = Path.of(System.getProperty("grainflow.golden.write"));
        gaussian().write(folder.resolve("format1-gaussian.safetensors"));
        heteroscedastic().write(folder.resolve("format1-heteroscedastic.safetensors"));
        dncnn().write(folder.resolve("format1-dncnn.safetensors"));
    }

    static ModelFile<GaussianSpec> gaussian() {
        return GaussianSpec.file(
                Map.of(
                        Capture.of("S6", 100), new double[] {0.01, 0.02, 0.03},
                        Capture.of("GP", 3200), new double[] {0.04, 0.05, 0.06}),
                Units.of(PixelDomain.SRGB),
                provenance());
    }

    static ModelFile<HeteroscedasticSpec> heteroscedastic() {
        return HeteroscedasticSpec.file(
                Map.of(
                        Capture.of("S6", 100),
                        new NoiseLevel(new double[] {0.001, 0.002, 0.003}, new double[] {1e-5, 2e-5, 3e-5}),
                        Capture.of("GP", 3200),
                        new NoiseLevel(new double[] {0.01, 0.02, 0.03}, new double[] {1e-4, 2e-4, -3e-6})),
                Units.of(PixelDomain.SRGB),
                provenance());
    }

    static ModelFile<DnCnnSpec> dncnn() {
        DnCnnSpec spec = new DnCnnSpec(1, 3, 4, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (ParameterSlot slot : spec.network().parameters()) {
            float[] values = new float[slot.count()];
            for (int i = 0; i < values.length; i++) {
                boolean positive = slot.role() == ParameterSlot.Role.RUNNING_VARIANCE;
                values[i] = (positive ? 0.5f : -0.2f)
                        + 0.1f * (i % 5)
                        + 0.01f * (slot.name().length() % 7);
            }
            tensors.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
        }
        return new ModelFile<>(spec, List.of(), Units.of(PixelDomain.SRGB), provenance(), Weights.of(tensors));
    }

    private static Provenance provenance() {
        return Provenance.of(Map.of("job", "golden"), 5, "0123abcd", Map.of("psnrDecibels", 30.25));
    }
}
