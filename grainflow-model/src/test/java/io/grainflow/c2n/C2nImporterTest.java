package io.grainflow.c2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.ModelFile;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State dictionaries of the released generator become models. */
final class C2nImporterTest {
    private static final Path FILE = Path.of("c2n.safetensors");
    private static final C2nSpec SPEC =
            new C2nSpec(3, 6, 5, 2, 1, 2, C2nSpec.Distribution.UNIFORM, C2nSpec.Order.BGR, true);

    private static SortedMap<String, StoredTensor> state(String prefix) {
        SortedMap<String, StoredTensor> state = new TreeMap<>();
        Weights weights = RandomWeights.of(SPEC.slots(), new Seed(2));
        weights.tensors().forEach((name, tensor) -> state.put(prefix + name, tensor));
        return state;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "model.module."})
    void sizesFollowFromTheTensors(String prefix) {
        ModelFile<C2nSpec> model = C2nImporter.of(FILE, state(prefix));
        assertThat(model.spec()).isEqualTo(SPEC);
        assertThat(model.weights()).isEqualTo(RandomWeights.of(SPEC.slots(), new Seed(2)));
    }

    @Test
    void missingAndUnusedTensorsAreNamed() {
        SortedMap<String, StoredTensor> state = state("");
        state.remove("dep_merge.bias");
        assertThatThrownBy(() -> C2nImporter.of(FILE, state))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no C2N: lacks dep_merge.bias");
        SortedMap<String, StoredTensor> more = state("");
        more.put("other", StoredTensor.ofFloats(new float[1], 1));
        assertThatThrownBy(() -> C2nImporter.of(FILE, more)).hasMessageContaining("unused other");
        assertThatThrownBy(() -> C2nImporter.of(FILE, new TreeMap<>())).hasMessageContaining("lacks ext_head.0.weight");
        SortedMap<String, StoredTensor> flat = state("");
        flat.put("ext_head.0.weight", StoredTensor.ofFloats(new float[6], 6));
        assertThatThrownBy(() -> C2nImporter.of(FILE, flat)).hasMessageContaining("1 extents instead of 4");
    }
}
