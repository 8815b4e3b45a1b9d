package io.grainflow.parametric;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** Gaussian and heteroscedastic noise, and measured noise levels of cameras. */
public final class ParametricSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(GaussianSpec.class, HeteroscedasticSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("noise-levels", NoiseLevelImporter::read));
    }
}
