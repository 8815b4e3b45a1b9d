package io.grainflow.noiseflow;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weights of the released Noise Flow (Abdelhamed, Brubaker, Brown, 2019) with TensorFlow's variable names: kernels [H,W,I,O], triangles
 * as six numbers each, coupling networks numbered from the data to the latent. Cameras and ISOs are those of the released code.
 */
public final class NoiseFlowImporter {
    public static final List<String> CAMERAS = List.of("IP", "GP", "S6", "N6", "G4");
    public static final List<Integer> ISOS = List.of(100, 400, 800, 1600, 3200);
    private static final Map<String, List<Integer>> TRAINED = Map.of(
            "IP", List.of(100, 400, 800, 1600),
            "GP", List.of(100, 800),
            "S6", List.of(100, 400, 800, 1600, 3200),
            "N6", List.of(100, 800),
            "G4", List.of(100, 800));

    private static final int CHANNELS = 4;
    /** Row and column of each of the six numbers of a strict triangle: TensorFlow fills triangles in a spiral. */
    private static final int[][] LOWER = {{3, 2}, {3, 1}, {3, 0}, {1, 0}, {2, 1}, {2, 0}};

    private static final int[][] UPPER = {{0, 1}, {0, 2}, {0, 3}, {2, 3}, {1, 2}, {1, 3}};
    private static final String SDN = "model/sdn_gain/";

    private final Path file;
    private final TreeMap<String, StoredTensor> left;
    private final Map<String, StoredTensor> tensors = new TreeMap<>();

    private NoiseFlowImporter(Path file, SortedMap<String, StoredTensor> published) {
        this.file = file;
        this.left = new TreeMap<>(published);
    }

    public static ModelFile<NoiseFlowSpec> read(Path file) {
        return new NoiseFlowImporter(file, Safetensors.read(file).tensors()).model();
    }

    private ModelFile<NoiseFlowSpec> model() {
        List<String> words = words();
        int coupling = 0;
        for (int i = 0; i < words.size(); i++) {
            String name = "layers." + i;
            switch (words.get(i)) {
                case "sdn5" -> signalScale(name);
                case "gain4" -> tensors.put(name + ".scale", plain(SDN + "gain_val", 1));
                default -> unconditional(name, i, coupling++);
            }
            // every layer has one, but only couplings use it
            left.remove(rescale(i));
        }
        List<String> problems = new ArrayList<>();
        left.keySet().forEach(name -> problems.add("unused " + name));
        NoiseFlowSpec spec = new NoiseFlowSpec(
                String.join("|", words), CHANNELS, width(), CAMERAS, ISOS, NoiseFlowSpec.Packing.CLOCKWISE);
        problems.addAll(Weights.of(tensors).problems(spec.tensorShapes(0)));
        if (!problems.isEmpty()) {
            throw wrong(String.join(", ", problems));
        }
        Provenance provenance = Provenance.of(Map.of("import", "noise-flow"), 0, "published weights", Map.of());
        return new ModelFile<>(spec, trained(), Units.of(PixelDomain.RAW_PACKED), provenance, Weights.of(tensors));
    }

    /** The captures that the published weights were trained on. */
    public static List<Capture> trained() {
        return TRAINED.entrySet().stream()
                .flatMap(camera -> camera.getValue().stream().map(iso -> Capture.of(camera.getKey(), iso)))
                .sorted()
                .toList();
    }

    /**
     * The architecture as derived from the names of the variables: layers with a 1x1 convolution, and before or between them a layer
     * without one.
     */
    private List<String> words() {
        List<String> words = new ArrayList<>();
        while (left.containsKey(rescale(words.size()))) {
            int i = words.size();
            boolean convolution = left.containsKey(convolution(i, "log_S"));
            words.add(convolution ? "unc" : i == 0 ? "sdn5" : "gain4");
        }
        if (words.isEmpty()) {
            throw wrong("lacks " + rescale(0));
        }
        return words;
    }

    private int width() {
        StoredTensor first = tensors.entrySet().stream()
                .filter(tensor -> tensor.getKey().endsWith(".coupling.conv1.bias"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(StoredTensor.ofFloats(new float[CHANNELS], CHANNELS));
        return Math.toIntExact(first.shape()[0]);
    }

    private void signalScale(String name) {
        tensors.put(name + ".beta1", plain(SDN + "beta1", 1));
        tensors.put(name + ".beta2", plain(SDN + "beta2", 1));
        tensors.put(name + ".gain", plain(SDN + "gain_params", ISOS.size(), 1));
        float[] rows = plain(SDN + "cam_params", 3, CAMERAS.size()).toFloats();
        float[] columns = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            columns[i % CAMERAS.size() * 3 + i / CAMERAS.size()] = rows[i];
        }
        tensors.put(name + ".camera", StoredTensor.ofFloats(columns, CAMERAS.size(), 3));
    }

    private void unconditional(String name, int layer, int coupling) {
        float[] lower = plain(convolution(layer, "L_vec"), LOWER.length).toFloats();
        float[] upper = plain(convolution(layer, "U_vec"), UPPER.length).toFloats();
        float[] lu = new float[CHANNELS * CHANNELS];
        for (int i = 0; i < LOWER.length; i++) {
            lu[LOWER[i][0] * CHANNELS + LOWER[i][1]] = lower[i];
            lu[UPPER[i][0] * CHANNELS + UPPER[i][1]] = upper[i];
        }
        tensors.put(name + ".conv.lu", StoredTensor.ofFloats(lu, CHANNELS, CHANNELS));
        tensors.put(name + ".conv.log_s", plain(convolution(layer, "log_S"), CHANNELS));
        tensors.put(name + ".conv.sign", plain(convolution(layer, "sign_S"), CHANNELS));
        tensors.put(name + ".conv.permutation", permutation(layer));
        coupling(
                name + ".coupling",
                layer,
                "model/real_nvp_conv_template" + (coupling == 0 ? "" : "_" + coupling) + "/");
    }

    private StoredTensor permutation(int layer) {
        float[] matrix = plain(convolution(layer, "P"), CHANNELS, CHANNELS).toFloats();
        float[] columns = new float[CHANNELS];
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i] == 1) {
                columns[i / CHANNELS] = i % CHANNELS;
            }
        }
        return StoredTensor.ofFloats(columns, CHANNELS);
    }

    private void coupling(String name, int layer, String published) {
        tensors.put(name + ".rescale", plain(rescale(layer), 1));
        for (int i = 0; i < 3; i++) {
            String from = published + (i == 2 ? "l_last" : "l_" + (i + 1));
            tensors.put(name + ".conv" + (i + 1) + ".weight", kernel(from + "/W"));
            tensors.put(name + ".conv" + (i + 1) + ".bias", flat(from + "/b"));
        }
        tensors.put(name + ".logs", flat(published + "l_last/logs"));
        for (int i = 1; i <= 2; i++) {
            tensors.put(name + ".norm" + i + ".mean", flat(published + "bn_nvp_conv_" + i + "/mean"));
            tensors.put(name + ".norm" + i + ".variance", flat(published + "bn_nvp_conv_" + i + "/var"));
        }
    }

    /** [H,W,I,O] to [O,I,H,W]. */
    private StoredTensor kernel(String name) {
        StoredTensor stored = take(name);
        long[] shape = stored.shape();
        if (shape.length != 4) {
            return stored;
        }
        int inputs = (int) shape[2];
        int outputs = (int) shape[3];
        int places = (int) (shape[0] * shape[1]);
        float[] from = stored.toFloats();
        float[] to = new float[from.length];
        for (int at = 0; at < from.length; at++) {
            int output = at % outputs;
            int input = at / outputs % inputs;
            int place = at / outputs / inputs;
            to[(output * inputs + input) * places + place] = from[at];
        }
        return StoredTensor.ofFloats(to, outputs, inputs, shape[0], shape[1]);
    }

    private StoredTensor flat(String name) {
        float[] values = take(name).toFloats();
        return StoredTensor.ofFloats(values, values.length);
    }

    private StoredTensor plain(String name, long... shape) {
        float[] values = take(name).toFloats();
        long count = 1;
        for (long extent : shape) {
            count *= extent;
        }
        if (values.length != count) {
            throw wrong(name + " has " + values.length + " values instead of " + count);
        }
        return StoredTensor.ofFloats(values, shape);
    }

    private StoredTensor take(String name) {
        StoredTensor tensor = left.remove(name);
        if (tensor == null) {
            throw wrong("lacks " + name);
        }
        return tensor;
    }

    private static String rescale(int layer) {
        return "level0/bijector" + layer + "/rescaling_scale0";
    }

    private static String convolution(int layer, String part) {
        return "level0/bijector" + layer + "/Conv2d_1x1_" + layer + "/" + part + "_matpar_lu_conv2d_1x1_" + layer
                + "_0";
    }

    private InputException wrong(String problem) {
        return new InputException(file.toString(), "is no Noise Flow: " + problem, "check what the file holds");
    }
}
