package io.grainflow.naflow;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** NAFlow, and its published weights. */
public final class NaFlowSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(NaFlowSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("naflow", NaFlowImporter::read));
    }
}
