package io.grainflow.noiseflow;

import java.util.List;

/** What has parameters of its own for cameras and sensitivities. */
public interface CaptureConditioned {
    /** Cameras that have parameters of their own. */
    List<String> cameras();

    /** Sensitivities that have parameters of their own. */
    List<Integer> isos();

    /** The same architecture with other cameras and sensitivities. */
    CaptureFlowSpec with(List<String> cameras, List<Integer> isos);
}
