package io.grainflow.denoiser;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published DnCNNs: output = input - net(input), sRGB or grey in [0,1]. Accepted tensor names are {@code conv.I} and {@code bn.I} (Zhang et
 * al., 2017), {@code layerNN.conv} and {@code layerNN.bn} (the denoisers of NAFlow and NeCA), and {@code dncnn.N}, the modules of a PyTorch
 * Sequential (Noise2NoiseFlow, for packed raw images). The shape of the network is derived from the tensors; epsilon is the file's {@code
 * bn_eps}, or 1e-4 if it is missing.
 */
public final class DnCnnImporter {
    private static final double EPSILON = 1e-4;
    private static final Pattern NUMBERED_LAYER = Pattern.compile("layer0*(\\d+)\\.(conv|bn)\\.(\\w+)");

    /**
     * A PyTorch Sequential of convolutions. A normalisation follows each convolution except the first and the last; a ReLU follows all
     * except the last.
     */
    private static final Pattern SEQUENCE = Pattern.compile("(?:denoiser\\.)?dncnn\\.(\\d+)\\.(\\w+)");

    private static final double SEQUENCE_EPSILON = 1e-5;

    private DnCnnImporter() {}

    public static ModelFile<DnCnnSpec> read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, String> metadata = contents.metadata();
        if (metadata.containsKey("grainflow.format")) {
            throw new InputException(file.toString(), "is a Grainflow model already", "use it as it is");
        }
        SortedMap<String, StoredTensor> tensors = renamed(contents.tensors());
        double epsilon = isSequence(contents.tensors()) ? SEQUENCE_EPSILON : EPSILON;
        DnCnnSpec spec = spec(file, tensors, metadata, epsilon);
        if (isSequence(contents.tensors()) && spec.channels() == 4) {
            String last = "conv." + (spec.depth() - 1) + ".weight";
            tensors.computeIfPresent("conv.0.weight", (name, kernel) -> lastPlanesSwapped(kernel, 1));
            tensors.computeIfPresent(last, (name, kernel) -> lastPlanesSwapped(kernel, 0));
        }
        Weights weights = new Weights(tensors);
        List<String> problems = weights.problems(spec.tensorShapes(0));
        if (!problems.isEmpty()) {
            throw new InputException(
                    file.toString(), "is no DnCNN: " + String.join(", ", problems), "check what the file holds");
        }
        Map<String, String> job = new TreeMap<>(Map.of("import", "dncnn"));
        for (String key : List.of("source", "sigma")) {
            if (metadata.containsKey(key)) {
                job.put(key, metadata.get(key));
            }
        }
        Provenance provenance = Provenance.of(job, 0, metadata.getOrDefault("source", "published weights"), Map.of());
        return new ModelFile<>(
                spec,
                List.of(),
                Units.of(spec.channels() == 4 ? PixelDomain.RAW_PACKED : PixelDomain.SRGB),
                provenance,
                weights);
    }

    /** Translates names such as {@code layerNN.conv.weight} to those of this format; other names are kept. */
    private static SortedMap<String, StoredTensor> renamed(Map<String, StoredTensor> tensors) {
        SortedMap<String, StoredTensor> renamed = new TreeMap<>();
        if (isSequence(tensors)) {
            tensors.forEach((name, tensor) -> {
                Matcher module = SEQUENCE.matcher(name);
                if (module.matches() && !name.endsWith(".num_batches_tracked")) {
                    int index = Integer.parseInt(module.group(1));
                    String layer = index % 3 == 0 && index > 0 ? "bn." + index / 3 : "conv." + (index + 1) / 3;
                    renamed.put(layer + "." + module.group(2), tensor);
                }
            });
            return renamed;
        }
        tensors.forEach(
                (name, tensor) -> renamed.put(NUMBERED_LAYER.matcher(name).replaceFirst("$2.$1.$3"), tensor));
        return renamed;
    }

    /**
     * From clockwise order of the Bayer planes, as in the released code, to row-by-row order: exchanges the last two planes.
     *
     * @param axis of the tensor [O] or [O,I,H,W] whose last extents are planes, 0 or 1
     */
    static StoredTensor lastPlanesSwapped(StoredTensor kernel, int axis) {
        long[] shape = kernel.shape();
        int planes = (int) shape[axis];
        int block = kernel.toFloats().length / (axis == 0 ? planes : (int) shape[0] * planes);
        float[] from = kernel.toFloats();
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            int plane = i / block % planes;
            int other = plane < planes - 2 ? plane : 2 * planes - 3 - plane;
            to[i] = from[i + (other - plane) * block];
        }
        return StoredTensor.ofFloats(to, shape);
    }

    /** Whether the names are those of Noise2NoiseFlow's denoisers. */
    private static boolean isSequence(Map<String, StoredTensor> tensors) {
        return tensors.keySet().stream().anyMatch(name -> SEQUENCE.matcher(name).matches());
    }

    private static DnCnnSpec spec(
            Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata, double epsilon) {
        int depth = 0;
        while (tensors.containsKey("conv." + depth + ".weight")) {
            depth++;
        }
        StoredTensor first = tensors.get("conv.0.weight");
        StoredTensor last = tensors.get("conv." + (depth - 1) + ".weight");
        if (depth < 2 || first == null || last == null || first.shape().length != 4 || last.shape().length != 4) {
            throw new InputException(
                    file.toString(),
                    "is no DnCNN: it lacks conv.0.weight, conv.1.weight and so on with four dimensions",
                    "check what the file holds");
        }
        if (first.shape()[1] != last.shape()[0]) {
            throw new InputException(
                    file.toString(),
                    "takes " + first.shape()[1] + " channels and gives " + last.shape()[0]
                            + " (FDnCNN with a noise map?)",
                    "import a network that takes only the image");
        }
        DnCnnSpec.Biases biases = tensors.containsKey("conv.1.bias") ? DnCnnSpec.Biases.ALL : DnCnnSpec.Biases.FIRST;
        try {
            return new DnCnnSpec(
                    Math.toIntExact(first.shape()[1]),
                    depth,
                    Math.toIntExact(first.shape()[0]),
                    tensors.containsKey("bn.1.weight"),
                    biases,
                    Double.parseDouble(metadata.getOrDefault("bn_eps", Double.toString(epsilon))),
                    DnCnnSpec.defaults(1).batchNormMomentum());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InputException(file.toString(), "is no DnCNN: " + e.getMessage(), "check what the file holds", e);
        }
    }
}
