package io.grainflow.c2n;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** C2N, and its published weights. */
public final class C2nSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(C2nSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("c2n", C2nImporter::read));
    }
}
