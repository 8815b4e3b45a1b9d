package io.grainflow.model;

import io.grainflow.file.StoredTensor;
import io.grainflow.naflow.NaFlowImporter;
import io.grainflow.network.ParameterSlot;
import io.grainflow.pair.Capture;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Golden tensors under the names of NAFlow's released code, in the order of our tensors. */
public final class PublishedValues {
    private PublishedValues() {}

    /** The values of a slot, or empty if the file does not have it. */
    public static double[] of(
            SortedMap<String, StoredTensor> golden, String prefix, ParameterSlot slot, List<Capture> vocabulary) {
        String name = slot.name();
        if (name.startsWith("gaussian.")) {
            String kind = name.endsWith("mean") ? "mean_shift" : "cov_shift";
            return vocabulary.stream()
                    .map(capture -> golden.get(String.format(
                            Locale.ROOT,
                            "%s.%s_%s_%05d",
                            prefix,
                            kind,
                            capture.camera().code(),
                            capture.iso())))
                    .filter(java.util.Objects::nonNull)
                    .flatMapToDouble(tensor -> java.util.Arrays.stream(tensor.toDoubles()))
                    .toArray();
        }
        if (name.contains(".conv.")) {
            return rotation(golden, prefix + ".flowUpsamplerNet." + name.replace(".conv.", ".invconv."), slot);
        }
        StoredTensor tensor = golden.get(prefix + "." + NaFlowImporter.publishedName(name));
        if (tensor == null) {
            return new double[0];
        }
        double[] values = tensor.toDoubles();
        if (!NaFlowImporter.interleaved(name)) {
            return values;
        }
        int rows = (int) slot.extents()[0];
        int width = values.length / rows;
        double[] parted = new double[values.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, NaFlowImporter.publishedRow(row, rows) * width, parted, row * width, width);
        }
        return parted;
    }

    private static double[] rotation(SortedMap<String, StoredTensor> golden, String name, ParameterSlot slot) {
        if (!name.endsWith(".lu")) {
            StoredTensor tensor = golden.get(name);
            return tensor == null ? new double[0] : tensor.toDoubles();
        }
        StoredTensor lower = golden.get(name.substring(0, name.length() - 2) + "l");
        StoredTensor upper = golden.get(name.substring(0, name.length() - 2) + "u");
        if (lower == null || upper == null) {
            return new double[0];
        }
        int n = (int) slot.extents()[0];
        double[] values = new double[n * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                int at = row * n + column;
                values[at] = row > column ? lower.toDoubles()[at] : row < column ? upper.toDoubles()[at] : 0;
            }
        }
        return values;
    }
}
