package io.grainflow.noiseflow;

import io.grainflow.flow.Transform;
import io.grainflow.model.NoiseSpec;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A flow whose layers are conditioned on the clean image, the camera and the ISO, with a standard normal latent. */
public sealed interface CaptureFlowSpec extends NoiseSpec permits NoiseFlowSpec, FlowSrgbSpec {
    /** Cameras that have parameters of their own. */
    List<String> cameras();

    /** Sensitivities that have parameters of their own. */
    List<Integer> isos();

    /** The same architecture with other cameras and sensitivities. */
    CaptureFlowSpec with(List<String> cameras, List<Integer> isos);

    /** All parameters. */
    List<ParameterSlot> slots();

    /** The transforms in the forward order. */
    List<Transform> layers(Parameters parameters, Mode mode);

    /** How far around a position the latent or the noise depends on anything. */
    int radius();

    /** Whether images lie on the 8-bit grid, so that training and likelihoods spread them over its steps. */
    boolean dequantises();

    /**
     * Values to start training from.
     *
     * @param levels noise level functions of the captures, white = 1
     */
    Weights start(SortedMap<Capture, NoiseLevel> levels, Seed seed);

    @Override
    default Map<String, List<Long>> tensorShapes(int captures) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
        return shapes;
    }
}
