package io.grainflow.noiseflow;

import io.grainflow.flow.Transform;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import java.util.List;

/** Parameters and transforms of a flow. */
public interface FlowArchitecture {
    /** All parameters. */
    List<ParameterSlot> slots();

    /** The transforms in the forward order. */
    List<Transform> layers(Parameters parameters, Mode mode);

    /** Receptive radius: how far around a position the latent, or the noise, depends on its input. */
    int radius();
}
