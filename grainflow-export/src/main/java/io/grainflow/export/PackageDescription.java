package io.grainflow.export;

import io.grainflow.image.PixelDomain;
import io.grainflow.model.Citation;
import io.grainflow.model.DenoiserSpec;
import io.grainflow.model.ModelFile;
import io.grainflow.model.ModelJson;
import io.grainflow.model.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The {@code rdf.yaml} of a package: bioimage.io's model description, format 0.5. */
final class PackageDescription {
    private static final String FORMAT = "0.5.14";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();

    private final ModelFile<? extends DenoiserSpec> file;
    private final BioimagePackage.Sizes sizes;
    private final SortedMap<String, byte[]> files;

    private PackageDescription(
            ModelFile<? extends DenoiserSpec> file, BioimagePackage.Sizes sizes, SortedMap<String, byte[]> files) {
        this.file = file;
        this.sizes = sizes;
        this.files = files;
    }

    /** @param files the package's other files, by name */
    static String of(
            ModelFile<? extends DenoiserSpec> file,
            PackageTerms terms,
            OnnxModel onnx,
            BioimagePackage.Sizes sizes,
            SortedMap<String, byte[]> files) {
        return YAML.writeValueAsString(new PackageDescription(file, sizes, files).tree(terms, onnx));
    }

    private Map<String, Object> tree(PackageTerms terms, OnnxModel onnx) {
        Citation citation = file.spec().citation();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format_version", FORMAT);
        tree.put("type", "model");
        tree.put("name", terms.name());
        tree.put("description", description(file, citation));
        tree.put(
                "authors",
                terms.authors().stream().map(name -> Map.of("name", name)).toList());
        tree.put("cite", List.of(ordered("text", citation.text(), citation.key(), citation.reference())));
        tree.put("license", terms.license());
        tree.put("tags", List.of("denoising", "image-restoration", "2d", "grainflow", "onnx"));
        tree.put("documentation", reference(BioimagePackage.DOCUMENTATION));
        tree.put("covers", List.of(reference(BioimagePackage.COVER)));
        tree.put("inputs", List.of(input(onnx)));
        tree.put("outputs", List.of(output(onnx)));
        Map<String, Object> weights = reference(BioimagePackage.WEIGHTS);
        weights.put("opset_version", OnnxModel.OPSET);
        tree.put("weights", Map.of("onnx", weights));
        tree.put(
                "config",
                Map.of(
                        "grainflow",
                        ordered("version", Provenance.VERSION, "specification", ModelJson.write(file.spec()))));
        return tree;
    }

    /** Description of the model in one sentence. */
    static String description(ModelFile<? extends DenoiserSpec> file, Citation citation) {
        int channels = file.spec().channels();
        return "Removes noise from images of " + channels + (channels == 1 ? " channel" : " channels") + " ("
                + ValueDescriptions.range(file.units().domain()) + "): a " + citation.network()
                + " trained with Grainflow.";
    }

    private Map<String, Object> input(OnnxModel onnx) {
        Map<String, Object> size = ordered("min", sizes.least(), "step", sizes.step());
        Map<String, Object> tensor =
                tensor(INPUT, onnx.inputs().get(0).meaning(), file.spec().channels(), size, false);
        tensor.put(
                "data", ordered("type", "float32", "range", range(file.units().domain())));
        tensor.put("preprocessing", List.of(ordered("id", "ensure_dtype", "kwargs", Map.of("dtype", "float32"))));
        tensor.put("test_tensor", reference(BioimagePackage.TEST_INPUT));
        return tensor;
    }

    private Map<String, Object> output(OnnxModel onnx) {
        int channels = file.spec().network().outputChannels();
        Map<String, Object> tensor = tensor(OUTPUT, onnx.outputs().get(0).meaning(), channels, Map.of(), true);
        tensor.put("data", ordered("type", "float32"));
        tensor.put("test_tensor", reference(BioimagePackage.TEST_OUTPUT));
        return tensor;
    }

    private Map<String, Object> tensor(
            String id, String meaning, int channels, Map<String, Object> size, boolean given) {
        Map<String, Object> channel = ordered("type", "channel", "channel_names", names(channels));
        List<Object> axes = new ArrayList<>(List.of(Map.of("type", "batch"), channel));
        for (String axis : List.of("y", "x")) {
            Map<String, Object> space = ordered("type", "space", "id", axis);
            space.put("size", given ? ordered("tensor_id", INPUT, "axis_id", axis) : size);
            if (given && sizes.halo() > 0) {
                space.put("halo", sizes.halo());
            }
            axes.add(space);
        }
        return ordered("id", id, "description", meaning, "axes", axes);
    }

    private List<String> names(int channels) {
        PixelDomain domain = file.units().domain();
        if (channels == 1) {
            return List.of("grey");
        }
        if (domain == PixelDomain.RAW_PACKED && channels == 4) {
            return List.of("upper_left", "upper_right", "lower_left", "lower_right");
        }
        List<String> colours = List.of("red", "green", "blue");
        return IntStream.range(0, channels)
                .mapToObj(c -> domain != PixelDomain.RAW_PACKED && c < colours.size() && channels >= colours.size()
                        ? colours.get(c)
                        : "channel" + c)
                .toList();
    }

    /** Least and largest value that an input may have; null where it is unbounded. */
    private static List<@Nullable Double> range(PixelDomain domain) {
        return switch (domain) {
            case SRGB -> Arrays.asList(0.0, 1.0);
            case RAW_PACKED, LINEAR -> Arrays.asList(null, null);
        };
    }

    /** A file of the package. */
    private Map<String, Object> reference(String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("PackageDescription expects one of " + files.keySet() + ", got " + name);
        }
        return ordered("source", name, "sha256", BioimagePackage.sha256(bytes));
    }

    /** A map of alternating keys and values. */
    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
