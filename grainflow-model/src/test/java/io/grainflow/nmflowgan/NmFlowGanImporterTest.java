package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelSystems;
import io.grainflow.model.Models;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.RandomWeights;
import io.grainflow.noise.NoiseModel;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.train.RecordSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published state dictionaries become models. */
final class NmFlowGanImporterTest {
    private static final NmFlowGanSpec SPEC = RecordSettings.replace(
            NmFlowGanSpec.published(),
            Map.of(
                    "generatorWidth",
                    4,
                    "structureWidth",
                    6,
                    "pointWidth",
                    7,
                    "metaWidth",
                    3,
                    "unknown",
                    NmFlowGanSpec.Unknown.ERROR));

    @TempDir
    Path folder;

    /** Flow and generator with what the published code stores beside. */
    private static Map<String, StoredTensor> state(String prefix) {
        Map<String, StoredTensor> state = new TreeMap<>();
        RandomWeights.of(SPEC.slots(), new Seed(2))
                .tensors()
                .forEach((name, tensor) -> state.put(prefix + name, tensor));
        StoredTensor zero = StoredTensor.ofFloats(new float[1], 1);
        state.put(prefix + "pre_bijectors.0.ldj_per_dim", zero);
        state.put(prefix + "dist.buffer", zero);
        state.put(prefix + "bijectors.1.meta_encoder.blocks.0.batch_norm_layers.0.num_batches_tracked", zero);
        return state;
    }

    private Path write(Map<String, StoredTensor> state) {
        Path file = folder.resolve("state.safetensors");
        Safetensors.write(file, new Safetensors.Contents(Map.of(), state));
        return file;
    }

    @Test
    void publishedNumberOfParameters() {
        NmFlowGanSpec published = NmFlowGanSpec.published();
        assertThat(count(published.flowSlots())).isEqualTo(25_484);
        assertThat(count(published.generatorSlots())).isEqualTo(31_031_875);
        assertThat(count(published.slots())).isEqualTo(31_057_359);
    }

    private static long count(List<ParameterSlot> slots) {
        return slots.stream()
                .filter(slot -> slot.role().trained())
                .mapToLong(ParameterSlot::count)
                .sum();
    }

    @Test
    void stateOfTheGenerator() {
        ModelFile<NmFlowGanSpec> file = NmFlowGanImporter.read(write(state("")));
        assertThat(file.spec()).isEqualTo(SPEC);
        assertThat(file.vocabulary())
                .hasSize(15)
                .contains(Capture.of("S6", 3200))
                .doesNotContain(Capture.of("N6", 3200));
        Path own = folder.resolve("own.safetensors");
        file.write(own);
        try (NoiseModel model = Models.noise(Models.readNoise(own))) {
            Image clean = Image.copyOf(PixelDomain.SRGB, 16, 16, new float[3 * 256]);
            assertThat(model.sampleNoisy(clean, Capture.of("GP", 800), new Seed(1))
                            .sameShape(clean))
                    .isTrue();
        }
        assertThat(ModelSystems.format("nm-flowgan").read(write(state(""))).spec())
                .isEqualTo(SPEC);
    }

    @Test
    void wholeCheckpoint() {
        Map<String, StoredTensor> checkpoint = state("model_weight.generator.");
        checkpoint.put("model_weight.critic.critic.features.0.weight", StoredTensor.ofFloats(new float[8], 8));
        assertThat(NmFlowGanImporter.read(write(checkpoint)).weights())
                .isEqualTo(NmFlowGanImporter.read(write(state(""))).weights());
    }

    @Test
    void otherFilesAreRefused() {
        Map<String, StoredTensor> more = state("");
        more.put("bijectors.9.log_scale", StoredTensor.ofFloats(new float[75], 25, 3));
        assertThatThrownBy(() -> NmFlowGanImporter.read(write(more)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no NM-FlowGAN: unused bijectors.9.log_scale");
        Map<String, StoredTensor> less = state("");
        less.remove("bijectors.3.bias");
        assertThatThrownBy(() -> NmFlowGanImporter.read(write(less)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no NM-FlowGAN: lacks bijectors.3.bias");
    }
}
