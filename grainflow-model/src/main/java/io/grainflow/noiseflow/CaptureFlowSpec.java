package io.grainflow.noiseflow;

import io.grainflow.model.NoiseSpec;
import io.grainflow.network.Weights;
import io.grainflow.noise.NoiseLevel;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A flow whose layers are conditioned on the clean image, the camera and the ISO, with a standard normal latent. */
public sealed interface CaptureFlowSpec extends NoiseSpec, CaptureConditioned, FlowArchitecture
        permits NoiseFlowSpec, FlowSrgbSpec {
    /** Whether images lie on the 8-bit grid, so that training and likelihoods dequantise them. */
    boolean dequantises();

    /**
     * Initial values for training.
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
