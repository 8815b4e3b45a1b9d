package io.grainflow.noiseflow;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.StateDictionary;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The released Flow-sRGB (Kousha et al., CVPR 2022) with PyTorch's names; its first two modules are the dequantisation. */
public final class FlowSrgbImporter {
    private static final int CHANNELS = 3;
    private static final int FIRST_LAYER = 2;

    private final StateDictionary tensors;
    private final FlowModules modules;
    private final Map<String, StoredTensor> own = new TreeMap<>();

    private FlowSrgbImporter(StateDictionary tensors) {
        this.tensors = tensors;
        this.modules = new FlowModules(tensors);
    }

    public static ModelFile<FlowSrgbSpec> read(Path file) {
        return new FlowSrgbImporter(new StateDictionary(
                        file, "Flow-sRGB", Safetensors.read(file).tensors()))
                .model();
    }

    private ModelFile<FlowSrgbSpec> model() {
        List.of("base_dist.buffer", "data_pre_processing.0.ldj_per_dim", "model.0.ldj_per_dim")
                .forEach(tensors::drop);
        List<String> words = new ArrayList<>();
        int width = 1;
        int rows = NoiseFlowImporter.CAMERAS.size() * NoiseFlowImporter.ISOS.size();
        for (int module = FIRST_LAYER; modules.hasModule(module); module++) {
            String from = "model." + module;
            String to = "layers." + words.size();
            if (tensors.has(from + ".log_scale")) {
                words.add("cl2");
                own.put(to + ".log_scale", tensors.shaped(from + ".log_scale", rows, CHANNELS));
                own.put(to + ".bias", tensors.shaped(from + ".bias", rows, CHANNELS));
            } else {
                words.add("cac");
                own.putAll(modules.convolution(from, to + ".conv", CHANNELS));
                module++;
                width = modules.width("model." + module);
                own.putAll(modules.edgeNetwork("model." + module + "._shift_and_log_scale", to + ".coupling"));
                encoder("model." + module + "._encoder.", to + ".coupling.encoder.");
            }
        }
        FlowSrgbSpec spec = new FlowSrgbSpec(
                words.isEmpty() ? "cl2" : String.join("|", words),
                CHANNELS,
                width,
                NoiseFlowImporter.CAMERAS,
                NoiseFlowImporter.ISOS,
                FlowSrgbSpec.Order.BGR);
        tensors.finish(own, spec.tensorShapes(0));
        Provenance provenance = Provenance.of(Map.of("import", "flow-srgb"), 0, "published weights", Map.of());
        return new ModelFile<>(
                spec, NoiseFlowImporter.trained(), Units.of(PixelDomain.SRGB), provenance, Weights.of(own));
    }

    private void encoder(String from, String to) {
        linear(from + "initial_layer", to + "initial");
        linear(from + "final_layer", to + "final");
        for (int block = 0; tensors.has(from + "blocks." + block + ".linear_layers.0.weight"); block++) {
            for (int i = 0; i < 2; i++) {
                String blockFrom = from + "blocks." + block;
                String norm = blockFrom + ".batch_norm_layers." + i;
                String own = to + "blocks." + block + ".norm" + i;
                this.own.put(own + ".weight", tensors.take(norm + ".weight"));
                this.own.put(own + ".bias", tensors.take(norm + ".bias"));
                this.own.put(own + ".mean", tensors.take(norm + ".running_mean"));
                this.own.put(own + ".variance", tensors.take(norm + ".running_var"));
                linear(blockFrom + ".linear_layers." + i, to + "blocks." + block + ".linear" + i);
            }
        }
    }

    private void linear(String from, String to) {
        own.put(to + ".weight", tensors.take(from + ".weight"));
        own.put(to + ".bias", tensors.take(from + ".bias"));
    }
}
