package io.grainflow.c2n;

import io.grainflow.file.Safetensors;
import io.grainflow.file.StoredTensor;
import io.grainflow.image.PixelDomain;
import io.grainflow.model.ModelFile;
import io.grainflow.model.Provenance;
import io.grainflow.model.StateDictionary;
import io.grainflow.model.Units;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * State dictionaries of C2N's released generator. Sizes follow from the tensors. Prefixes that wrappers add to all names are dropped. The
 * released weights are of images with blue first, and of uniform features.
 */
public final class C2nImporter {
    private static final int KERNEL_EXTENTS = 4;

    private C2nImporter() {}

    /**
     * The model in a file.
     *
     * @throws InputException if the file is no such state dictionary; all problems are named
     */
    public static ModelFile<C2nSpec> read(Path file) {
        return of(file, Safetensors.read(file).tensors());
    }

    /** Builds a model from the tensors of a state dictionary. */
    static ModelFile<C2nSpec> of(Path file, SortedMap<String, StoredTensor> published) {
        StateDictionary state = new StateDictionary(file, "C2N", published)
                .without("model.module.", "module.", "model.", "generator.", "G.");
        C2nSpec spec = spec(state);
        Map<String, StoredTensor> own = new TreeMap<>();
        for (ParameterSlot slot : spec.slots()) {
            own.put(slot.name(), state.take(slot.name()));
        }
        state.finish(own, spec.tensorShapes(0));
        Provenance provenance = Provenance.of(Map.of("import", "c2n"), 0, "published weights", Map.of());
        return new ModelFile<>(spec, List.of(), Units.of(PixelDomain.SRGB), provenance, Weights.of(own));
    }

    private static C2nSpec spec(StateDictionary state) {
        long[] head = kernel(state, C2nGenerator.HEAD + ".0.weight");
        long[] merge = kernel(state, C2nGenerator.MERGE + ".0.weight");
        int width = Math.toIntExact(head[0]);
        C2nSpec released = C2nSpec.published();
        try {
            return new C2nSpec(
                    Math.toIntExact(head[1]),
                    width,
                    Math.toIntExact(merge[1]) - 2 * width,
                    blocks(state, C2nGenerator.FEATURES),
                    blocks(state, C2nGenerator.INDEPENDENT_AREAS),
                    blocks(state, C2nGenerator.DEPENDENT_AREAS),
                    released.distribution(),
                    released.order(),
                    released.rounded());
        } catch (IllegalArgumentException e) {
            throw state.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static long[] kernel(StateDictionary state, String name) {
        long[] shape = state.shape(name);
        if (shape.length != KERNEL_EXTENTS) {
            throw state.wrong(name + " has " + shape.length + " extents instead of " + KERNEL_EXTENTS);
        }
        return shape;
    }

    private static int blocks(StateDictionary state, String module) {
        int count = 0;
        while (state.has(module + "." + count + ".body.0.weight")) {
            count++;
        }
        return count;
    }
}
