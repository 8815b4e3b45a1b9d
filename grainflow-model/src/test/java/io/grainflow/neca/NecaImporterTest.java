package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelSystems;
import io.grainflow.network.Network;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State dictionaries with the published names. */
final class NecaImporterTest {
    private static final NecaSpec SPEC =
            new NecaSpec(3, 7, 6, 5, NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL, 25.0 / 255, List.of());

    @TempDir
    Path folder;

    private ModelFile<?> imported(Map<String, StoredTensor> tensors) {
        Path file = folder.resolve("published.safetensors");
        Safetensors.write(file, new Safetensors.Contents(Map.of(), tensors));
        return ModelSystems.format("neca").read(file);
    }

    private static Map<String, StoredTensor> published(NecaSpec spec) {
        return new TreeMap<>(RandomWeights.of(spec.slots(), new Seed(1)).tensors());
    }

    @Test
    void widthsFollowFromTheTensors() {
        ModelFile<?> file = imported(published(SPEC));
        assertThat(file.spec()).isEqualTo(SPEC);
        assertThat(file.vocabulary()).isEmpty();
        assertThat(file.weights()).isEqualTo(Weights.of(published(SPEC)));
    }

    @Test
    void namesOfCheckpointsAreRead() {
        Map<String, StoredTensor> named = new TreeMap<>();
        published(SPEC)
                .forEach((name, tensor) ->
                        named.put(name.replaceFirst("^(\\w+)\\.", "$1.model_state_dict.module."), tensor));
        assertThat(imported(named).weights()).isEqualTo(Weights.of(published(SPEC)));
    }

    @Test
    void theCorrelationNetworkAloneIsNecaS() {
        NecaSpec simplified = SPEC.with(NecaSpec.Form.SIMPLIFIED);
        ModelFile<?> file = imported(published(simplified));
        assertThat(((NecaSpec) file.spec()).form()).isEqualTo(NecaSpec.Form.SIMPLIFIED);
        assertThat(((NecaSpec) file.spec()).sigma()).isEqualTo(25.0 / 255);
    }

    @Test
    void publishedSizes() {
        NecaNetworks networks = NecaSpec.published().networks(0);
        assertThat(count(networks.gain())).isEqualTo(263_425);
        assertThat(count(networks.level())).isEqualTo(42_435);
        assertThat(count(networks.correlation())).isEqualTo(7_790_723);
        NecaSet set = NecaSet.of(NecaSpec.published(), NecaObjective.published(), 0, 96);
        assertThat(count(set.critic())).isEqualTo(14_145_801);
        assertThat(count(set.subCritic())).isEqualTo(2_165_001);
        assertThat(count(set.denoiser())).isEqualTo(670_531);
    }

    private static long count(Network network) {
        return network.parameters().stream()
                .filter(slot -> slot.role().trained())
                .mapToLong(ParameterSlot::count)
                .sum();
    }

    @Test
    void otherTensorsAreErrors() {
        Map<String, StoredTensor> missing = published(SPEC);
        missing.remove("G1.conv3.bias");
        assertThatThrownBy(() -> imported(missing))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no NeCA: lacks G1.conv3.bias");
        Map<String, StoredTensor> more = published(SPEC);
        more.put("G4.x", StoredTensor.ofFloats(new float[] {1}, 1));
        assertThatThrownBy(() -> imported(more))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unused G4.x");
    }
}
