package io.grainflow.neca;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.StateDictionary;
import io.grainflow.model.Units;
import io.grainflow.network.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published networks of one camera. The published weights are three files per camera, GENet, NPNet and NCNet; here they are one
 * safetensors file, the names in it prefixed with {@code E.}, {@code G1.} and {@code G2.}; {@code model_state_dict.} or {@code module.}
 * may follow the prefix. A file of {@code G2.} alone is a NeCA-S. The gains of captures are not published: a NeCA-W that was imported can
 * imitate images, but not draw by camera and ISO.
 */
public final class NecaImporter {
    private static final Pattern NAME = Pattern.compile("(E|G1|G2)\\.(?:model_state_dict\\.)?(?:module\\.)?(.+)");
    private static final String GAIN_FIRST = "E.model.0.0.weight";
    private static final String LEVEL_FIRST = "G1.conv1.weight";
    private static final String CORRELATION_FIRST = "G2.encoders.0.0.weight";
    private static final int RANK = 4;

    private NecaImporter() {}

    /**
     * Reads published weights.
     *
     * @throws io.grainflow.problem.InputException if the file does not hold exactly these networks
     */
    public static ModelFile<NecaSpec> read(Path file) {
        SortedMap<String, StoredTensor> tensors = new TreeMap<>();
        Safetensors.read(file).tensors().forEach((name, tensor) -> {
            Matcher match = NAME.matcher(name);
            tensors.put(match.matches() ? match.group(1) + "." + match.group(2) : name, tensor);
        });
        StateDictionary published = new StateDictionary(file, "NeCA", tensors);
        NecaSpec spec = spec(published);
        Map<String, StoredTensor> own = new TreeMap<>();
        spec.slots().forEach(slot -> own.put(slot.name(), published.take(slot.name())));
        published.finish(own, spec.tensorShapes(0));
        Provenance provenance = Provenance.of(Map.of("import", "neca"), 0, "published weights", Map.of());
        return new ModelFile<>(spec, List.of(), Units.of(PixelDomain.SRGB), provenance, Weights.of(own));
    }

    private static NecaSpec spec(StateDictionary published) {
        boolean whole = published.has(GAIN_FIRST) || published.has(LEVEL_FIRST);
        long[] correlation = extents(published, CORRELATION_FIRST);
        NecaSpec form = NecaSpec.published();
        try {
            return new NecaSpec(
                    (int) correlation[1],
                    whole ? (int) extents(published, GAIN_FIRST)[0] : form.gainWidth(),
                    whole ? (int) extents(published, LEVEL_FIRST)[0] : form.levelWidth(),
                    (int) correlation[0],
                    whole ? NecaSpec.Form.WHOLE : NecaSpec.Form.SIMPLIFIED,
                    NecaSpec.Sharing.ALL,
                    form.sigma(),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw published.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static long[] extents(StateDictionary published, String name) {
        long[] shape = published.shape(name);
        if (shape.length != RANK) {
            throw published.wrong(name + " is no kernel of a convolution");
        }
        return shape;
    }
}
