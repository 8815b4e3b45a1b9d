package io.grainflow.naflow;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.flow.DiagonalGaussians;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * State dictionaries of NAFlow's released code (Kim, Jung, Baik, Kim, ICLR 2024). Tensors that the released code stores but never uses (the
 * identity {@code I}, an unused convolution, the ignored triangles of LU factors) are dropped. The interleaved shifts and scales of
 * couplings are separated.
 */
public final class NaFlowImporter {
    private static final Pattern CLASS = Pattern.compile("mean_shift_(.+)_(\\d+)");
    private static final String FLOW = "flowUpsamplerNet.";
    private static final String LIGHTNING = "model.";
    private static final Map<String, String> COUPLING_PARTS = Map.of(
            "0.weight", "in.weight",
            "0.actnorm.bias", "in.actnorm.bias",
            "0.actnorm.logs", "in.actnorm.logs",
            "2.body.0.weight", "body.weight",
            "2.body.0.bias", "body.bias",
            "2.body.2.weight", "mix.weight",
            "2.body.2.actnorm.bias", "mix.actnorm.bias",
            "2.body.2.actnorm.logs", "mix.actnorm.logs");

    private NaFlowImporter() {}

    public static ModelFile<NaFlowSpec> read(Path file) {
        Safetensors.Contents contents = Safetensors.read(file);
        SortedMap<String, StoredTensor> published = new TreeMap<>();
        contents.tensors()
                .forEach((name, tensor) ->
                        published.put(name.startsWith(LIGHTNING) ? name.substring(LIGHTNING.length()) : name, tensor));
        return of(file, published);
    }

    /** Builds a model from the tensors of a state dictionary. */
    public static ModelFile<NaFlowSpec> of(Path file, SortedMap<String, StoredTensor> published) {
        List<Capture> vocabulary = published.keySet().stream()
                .map(CLASS::matcher)
                .filter(Matcher::matches)
                .map(match -> Capture.of(match.group(1), Integer.parseInt(match.group(2))))
                .sorted()
                .toList();
        NaFlowSpec spec = spec(file, published);
        Weights weights = weights(file, spec, vocabulary, published);
        Provenance provenance = Provenance.of(Map.of("import", "naflow"), 0, "published weights", Map.of());
        return new ModelFile<>(spec, vocabulary, Units.of(PixelDomain.SRGB), provenance, weights);
    }

    private static NaFlowSpec spec(Path file, SortedMap<String, StoredTensor> published) {
        StoredTensor first = published.get("cond_net.down1.weight");
        int levels = 0;
        while (published.containsKey("cond_net.down" + (2 << levels) + ".weight")) {
            levels++;
        }
        StoredTensor coupling = published.get(FLOW + "layers.6.affine.fAffine.0.weight");
        if (first == null || first.shape().length != 4 || levels == 0 || coupling == null) {
            throw wrong(file, "lacks cond_net.down1.weight, cond_net.down2.weight or " + FLOW + "layers.6");
        }
        NaFlowSpec form = NaFlowSpec.published();
        try {
            return new NaFlowSpec(
                    (int) first.shape()[1],
                    levels,
                    form.transitions(),
                    form.steps(),
                    (int) first.shape()[0],
                    (int) coupling.shape()[0],
                    form.form(),
                    form.residual(),
                    form.conditionNoise(),
                    form.quantisationLevels(),
                    true,
                    true,
                    true);
        } catch (IllegalArgumentException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        }
    }

    private static Weights weights(
            Path file, NaFlowSpec spec, List<Capture> vocabulary, SortedMap<String, StoredTensor> published) {
        TreeMap<String, StoredTensor> left = new TreeMap<>(published);
        left.remove("I");
        left.remove(FLOW + "f.0.weight");
        left.remove(FLOW + "f.0.bias");
        Map<String, StoredTensor> tensors = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        Reader reader = new Reader(left, missing);
        gaussians(reader, spec, vocabulary, tensors);
        for (ParameterSlot slot : spec.slots(vocabulary.size())) {
            String name = slot.name();
            if (name.endsWith(".conv.lu")) {
                rotation(reader, name.substring(0, name.length() - 3), (int) slot.extents()[0], tensors);
            } else if (!tensors.containsKey(name) && !name.contains(".conv.")) {
                tensors.put(name, plain(reader, slot));
            }
        }
        missing.replaceAll(name -> "missing " + name);
        left.keySet().forEach(name -> missing.add("unused " + name));
        if (!missing.isEmpty()) {
            throw wrong(file, String.join(", ", missing));
        }
        return Weights.of(tensors);
    }

    private static void gaussians(
            Reader reader, NaFlowSpec spec, List<Capture> vocabulary, Map<String, StoredTensor> tensors) {
        int channels = spec.latentChannels();
        float[] means = new float[vocabulary.size() * channels];
        float[] deviations = new float[means.length];
        for (int k = 0; k < vocabulary.size(); k++) {
            Capture capture = vocabulary.get(k);
            String suffix =
                    String.format(Locale.ROOT, "_%s_%05d", capture.camera().code(), capture.iso());
            System.arraycopy(reader.take("mean_shift" + suffix, channels), 0, means, k * channels, channels);
            System.arraycopy(reader.take("cov_shift" + suffix, channels), 0, deviations, k * channels, channels);
        }
        tensors.put(DiagonalGaussians.meanName(), StoredTensor.ofFloats(means, vocabulary.size(), channels));
        tensors.put(
                DiagonalGaussians.deviationName(false), StoredTensor.ofFloats(deviations, vocabulary.size(), channels));
    }

    private static void rotation(Reader reader, String conv, int n, Map<String, StoredTensor> tensors) {
        String base = FLOW + conv.replace(".conv", ".invconv");
        float[] lower = reader.take(base + ".l", n * n);
        float[] upper = reader.take(base + ".u", n * n);
        float[] permutation = reader.take(base + ".p", n * n);
        float[] factors = new float[n * n];
        float[] columns = new float[n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                int at = row * n + column;
                factors[at] = row > column ? lower[at] : row < column ? upper[at] : 0;
                columns[row] += permutation[at] == 1 ? column : 0;
            }
        }
        tensors.put(conv + ".lu", StoredTensor.ofFloats(factors, n, n));
        tensors.put(conv + ".log_s", StoredTensor.ofFloats(reader.take(base + ".log_s", n), n));
        tensors.put(conv + ".sign", StoredTensor.ofFloats(reader.take(base + ".sign_s", n), n));
        tensors.put(conv + ".permutation", StoredTensor.ofFloats(columns, n));
    }

    private static StoredTensor plain(Reader reader, ParameterSlot slot) {
        float[] values = reader.take(publishedName(slot.name()), slot.count());
        return StoredTensor.ofFloats(parted(slot, values), slot.extents());
    }

    /** The released name of one of our tensors that has a counterpart there, possibly with interleaved rows. */
    public static String publishedName(String name) {
        if (name.startsWith("condition.")) {
            String[] parts = name.split("\\.", 3);
            return "cond_net.down" + (1 << Integer.parseInt(parts[1])) + "." + parts[2];
        }
        String[] parts = name.split("\\.", 4);
        if (parts[2].equals("actnorm")) {
            return FLOW + name;
        }
        String net = parts[2].equals("coupling") ? "fAffine." : "fFeatures.";
        String part = parts[3].startsWith("out.") ? "3." + parts[3].substring(4) : published(parts[3]);
        return FLOW + parts[0] + "." + parts[1] + ".affine." + net + part;
    }

    private static String published(String ours) {
        return COUPLING_PARTS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(ours))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no released name for " + ours));
    }

    /** Rows of a coupling's last convolution with the shifts (even rows there) before the scales (odd rows). */
    private static float[] parted(ParameterSlot slot, float[] values) {
        if (!interleaved(slot.name())) {
            return values;
        }
        int rows = (int) slot.extents()[0];
        int width = values.length / rows;
        float[] parted = new float[values.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, publishedRow(row, rows) * width, parted, row * width, width);
        }
        return parted;
    }

    /** Whether the released code interleaves the rows of a tensor. */
    public static boolean interleaved(String name) {
        return name.contains(".out.");
    }

    /** Index of a row in the released, interleaved tensor. */
    public static int publishedRow(int row, int rows) {
        return row < rows / 2 ? 2 * row : 2 * (row - rows / 2) + 1;
    }

    private static InputException wrong(Path file, String what) {
        return new InputException(file.toString(), "is no NAFlow: " + what, "check what the file holds");
    }

    /** Removes tensors from a dictionary and records which were missing. */
    private record Reader(SortedMap<String, StoredTensor> left, List<String> missing) {
        float[] take(String name, int count) {
            StoredTensor tensor = left.remove(name);
            if (tensor == null || tensor.count() != count) {
                missing.add(tensor == null ? name : name + " with " + count + " values");
                return new float[count];
            }
            return tensor.toFloats();
        }
    }
}
