package io.grainflow.noise2noiseflow;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** Noise2NoiseFlow. Its noise models are stored as Noise Flow models. */
public final class Noise2NoiseFlowSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of();
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("noise2noise-flow", TorchNoiseFlowImporter::read));
    }
}
