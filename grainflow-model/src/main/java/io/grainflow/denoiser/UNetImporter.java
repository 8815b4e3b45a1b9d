package io.grainflow.denoiser;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Published U-Nets: that of Noise2NoiseFlow for packed raw images, with tensors {@code _blockB.L}, and that of Noise2Noise for sRGB images
 * in [0,1], with tensors {@code enc_convI} and {@code dec_convLa} in PyTorch's order of dimensions.
 */
public final class UNetImporter {
    private static final int RAW_PLANES = 4;
    private static final Map<String, String> SHARED_NAMES = Map.ofEntries(
            Map.entry("_block1.0", "block1.first"),
            Map.entry("_block1.2", "block1.second"),
            Map.entry("_block2.0", "block2"),
            Map.entry("_block3.0", "block3"),
            Map.entry("_block3.2", "block3.up"),
            Map.entry("_block4.0", "block4.first"),
            Map.entry("_block4.2", "block4.second"),
            Map.entry("_block4.4", "block4.up"),
            Map.entry("_block5.0", "block5.first"),
            Map.entry("_block5.2", "block5.second"),
            Map.entry("_block5.4", "block5.up"),
            Map.entry("_block6.0", "block6.first"),
            Map.entry("_block6.2", "block6.second"),
            Map.entry("_block6.4", "block6.third"));

    private UNetImporter() {}

    public static ModelFile<DenoiserSpec> read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        if (contents.metadata().containsKey("grainflow.format")) {
            throw new InputException(file.toString(), "is a Grainflow model already", "use it as it is");
        }
        boolean shared = contents.tensors().containsKey("_block1.0.weight");
        SortedMap<String, StoredTensor> tensors =
                shared ? renamed(contents.tensors()) : new TreeMap<>(contents.tensors());
        String first = shared ? "block1.first.weight" : "enc_conv0.weight";
        StoredTensor kernel = tensors.get(first);
        if (kernel == null || kernel.shape().length != 4) {
            throw new InputException(
                    file.toString(),
                    "is no U-Net: it lacks _block1.0.weight or enc_conv0.weight with four dimensions",
                    "check what the file holds");
        }
        int channels = (int) kernel.shape()[1];
        DenoiserSpec spec =
                shared ? new SharedUNetSpec(channels, (int) kernel.shape()[0]) : UNetSpec.defaults(channels);
        List<String> problems = Weights.of(tensors).problems(spec.tensorShapes(0));
        if (!problems.isEmpty()) {
            throw new InputException(
                    file.toString(), "is no U-Net: " + String.join(", ", problems), "check what the file holds");
        }
        boolean raw = shared && channels == RAW_PLANES;
        if (raw) {
            planesRowByRow(tensors);
        }
        String source = contents.metadata().getOrDefault("source", "published weights");
        return new ModelFile<>(
                spec,
                List.of(),
                Units.of(raw ? PixelDomain.RAW_PACKED : PixelDomain.SRGB),
                Provenance.of(new TreeMap<>(Map.of("import", "unet", "source", source)), 0, source, Map.of()),
                Weights.of(tensors));
    }

    private static SortedMap<String, StoredTensor> renamed(Map<String, StoredTensor> tensors) {
        SortedMap<String, StoredTensor> renamed = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            int dot = name.lastIndexOf('.');
            String layer = name.substring(0, Math.max(dot, 0));
            renamed.put(SHARED_NAMES.getOrDefault(layer, layer) + name.substring(Math.max(dot, 0)), tensor);
        });
        return renamed;
    }

    /**
     * The released code packs Bayer planes clockwise, Grainflow row by row: the last two planes are exchanged in every layer that reads or
     * writes images.
     */
    private static void planesRowByRow(SortedMap<String, StoredTensor> tensors) {
        tensors.computeIfPresent("block1.first.weight", (name, kernel) -> lastTwoSwapped(kernel, 1));
        tensors.computeIfPresent("block6.first.weight", (name, kernel) -> lastTwoSwapped(kernel, 1));
        tensors.computeIfPresent("block6.third.weight", (name, kernel) -> lastTwoSwapped(kernel, 0));
        tensors.computeIfPresent("block6.third.bias", (name, bias) -> lastTwoSwapped(bias, 0));
    }

    private static StoredTensor lastTwoSwapped(StoredTensor tensor, int axis) {
        return DnCnnImporter.lastPlanesSwapped(tensor, axis);
    }
}
