package io.grainflow.noiseflow;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** Noise Flow and Flow-sRGB, and their published weights. */
public final class NoiseFlowSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(NoiseFlowSpec.class, FlowSrgbSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(
                new PublishedFormat("noise-flow", NoiseFlowImporter::read),
                new PublishedFormat("flow-srgb", FlowSrgbImporter::read));
    }
}
