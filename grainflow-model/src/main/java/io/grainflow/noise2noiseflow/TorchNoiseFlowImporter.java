package io.grainflow.noise2noiseflow;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.StateDictionary;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import io.grainflow.noiseflow.FlowModules;
import io.grainflow.noiseflow.NoiseFlowImporter;
import io.grainflow.noiseflow.NoiseFlowSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Noise Flow inside the released Noise2NoiseFlow (Maleky, Kousha, Brown, Brubaker, CVPR 2022), with PyTorch's names: modules {@code
 * model.I} from the data to the latent, with 1x1 convolutions and couplings as separate modules. A denoiser in the same file is ignored
 * here: it can be imported in the format dncnn.
 */
public final class TorchNoiseFlowImporter {
    private static final int CHANNELS = 4;

    private final StateDictionary tensors;
    private final FlowModules modules;
    private final Map<String, StoredTensor> own = new TreeMap<>();

    private TorchNoiseFlowImporter(StateDictionary tensors) {
        this.tensors = tensors;
        this.modules = new FlowModules(tensors);
    }

    public static ModelFile<NoiseFlowSpec> read(Path file) {
        TreeMap<String, StoredTensor> flow = new TreeMap<>();
        Safetensors.read(file).tensors().forEach((name, tensor) -> {
            if (!name.startsWith("denoiser.")) {
                flow.put(name.replaceFirst("^noise_flow\\.", ""), tensor);
            }
        });
        return new TorchNoiseFlowImporter(new StateDictionary(file, "Noise2NoiseFlow", flow)).model();
    }

    private ModelFile<NoiseFlowSpec> model() {
        List<String> words = new ArrayList<>();
        int width = 1;
        for (int module = 0; modules.hasModule(module); module++) {
            String from = "model." + module;
            String to = "layers." + words.size();
            if (tensors.has(from + "._scale.beta1")) {
                words.add("sdn5");
                signalScale(from + "._scale.", to);
            } else if (tensors.has(from + ".log_s")) {
                words.add("uncbn");
                own.putAll(modules.convolution(from, to + ".conv", CHANNELS));
                module++;
                width = modules.width("model." + module);
                own.putAll(modules.edgeNetwork("model." + module + "._shift_and_log_scale", to + ".coupling"));
            } else {
                words.add("gain4");
                own.put(to + ".scale", tensors.shaped(from + ".scale", 1));
            }
        }
        NoiseFlowSpec spec = new NoiseFlowSpec(
                words.isEmpty() ? "gain4" : String.join("|", words),
                CHANNELS,
                width,
                NoiseFlowImporter.CAMERAS,
                NoiseFlowImporter.ISOS,
                NoiseFlowSpec.Packing.CLOCKWISE);
        tensors.finish(own, spec.tensorShapes(0));
        Provenance provenance = Provenance.of(Map.of("import", "noise2noise-flow"), 0, "published weights", Map.of());
        return new ModelFile<>(
                spec, NoiseFlowImporter.trained(), Units.of(PixelDomain.RAW_PACKED), provenance, Weights.of(own));
    }

    private void signalScale(String from, String to) {
        int cameras = NoiseFlowImporter.CAMERAS.size();
        own.put(to + ".beta1", tensors.shaped(from + "beta1", 1));
        own.put(to + ".beta2", tensors.shaped(from + "beta2", 1));
        own.put(to + ".gain", tensors.shaped(from + "gain_params", NoiseFlowImporter.ISOS.size(), 1));
        double[] rows = tensors.shaped(from + "cam_params", 3, cameras).toDoubles();
        double[] columns = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            columns[i % cameras * 3 + i / cameras] = rows[i];
        }
        own.put(to + ".camera", StoredTensor.ofDoubles(columns, cameras, 3));
    }
}
