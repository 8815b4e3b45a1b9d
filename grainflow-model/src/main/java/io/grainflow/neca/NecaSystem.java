package io.grainflow.neca;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** NeCA-W and NeCA-S, and their published weights. */
public final class NecaSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(NecaSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("neca", NecaImporter::read));
    }
}
