package io.grainflow.nmflowgan;

import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.StateDictionary;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.train.RecordSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The published NM-FlowGAN (arXiv 2312.10112) with PyTorch's names: flow and generator of a checkpoint. The critic of a whole checkpoint is
 * left out. Widths follow from the shapes. Cameras and ISOs are those of the SIDD; other ones are an error.
 */
public final class NmFlowGanImporter {
    private NmFlowGanImporter() {}

    /**
     * Reads published weights.
     *
     * @throws io.grainflow.problem.InputException if the file is not exactly of this form
     */
    public static ModelFile<NmFlowGanSpec> read(Path file) {
        StateDictionary whole = StateDictionary.read(file, "NM-FlowGAN");
        whole.dropModule("model_weight.critic.");
        StateDictionary state = whole.without("model_weight.generator.");
        List.of("pre_bijectors.0.ldj_per_dim", "dist.buffer").forEach(state::drop);
        NmFlowGanSpec spec = spec(state);
        Map<String, StoredTensor> own = new TreeMap<>();
        for (ParameterSlot slot : spec.slots()) {
            own.put(slot.name(), state.take(slot.name()));
        }
        state.finish(own, spec.tensorShapes(0));
        Provenance provenance = Provenance.of(Map.of("import", "nm-flowgan"), 0, "published weights", Map.of());
        return new ModelFile<>(spec, trained(), Units.of(PixelDomain.SRGB), provenance, Weights.of(own));
    }

    /** The published sizes, with the widths and depth of the file. */
    private static NmFlowGanSpec spec(StateDictionary state) {
        int depth = 0;
        while (state.has("generator.down_path." + depth + ".block.0.weight")) {
            depth++;
        }
        return RecordSettings.replace(
                NmFlowGanSpec.published(),
                Map.of(
                        "generatorDepth",
                        Math.max(1, depth),
                        "generatorWidth",
                        (int) state.shape("generator.down_path.0.block.0.weight")[0],
                        "structureWidth",
                        (int) state.shape("bijectors.1.structure_encoder.body.0.weight")[0],
                        "pointWidth",
                        (int) state.shape("bijectors.2.scale_and_bias.body.0.weight")[0],
                        "metaWidth",
                        (int) state.shape("bijectors.1.meta_encoder.initial_layer.weight")[0],
                        "unknown",
                        NmFlowGanSpec.Unknown.ERROR));
    }

    /** The cameras and ISOs of the published training. */
    static List<Capture> trained() {
        Map<String, List<Integer>> isos = Map.of(
                "G4", List.of(100, 800),
                "GP", List.of(100, 800),
                "IP", List.of(100, 400, 800, 1600),
                "N6", List.of(100, 800),
                "S6", List.of(100, 400, 800, 1600, 3200));
        return isos.entrySet().stream()
                .flatMap(camera -> camera.getValue().stream().map(iso -> Capture.of(camera.getKey(), iso)))
                .sorted()
                .toList();
    }
}
