package io.grainflow.denoiser;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** Denoising networks, and importers of their published weights. */
public final class DenoiserSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(DnCnnSpec.class, MriSpec.class, RedSpec.class, SharedUNetSpec.class, UNetSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(
                new PublishedFormat("dncnn", DnCnnImporter::read), new PublishedFormat("unet", UNetImporter::read));
    }
}
