package io.grainflow.nmflowgan;

import io.grainflow.model.ModelSpec;
import io.grainflow.model.ModelSystem;
import io.grainflow.model.PublishedFormat;
import java.util.List;

/** NM-FlowGAN and its published weights. */
public final class NmFlowGanSystem implements ModelSystem {
    @Override
    public List<Class<? extends ModelSpec>> specs() {
        return List.of(NmFlowGanSpec.class);
    }

    @Override
    public List<PublishedFormat> imports() {
        return List.of(new PublishedFormat("nm-flowgan", NmFlowGanImporter::read));
    }
}
