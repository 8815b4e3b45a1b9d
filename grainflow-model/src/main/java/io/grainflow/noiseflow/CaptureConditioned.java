package io.grainflow.noiseflow;

import java.util.List;

/** An architecture with separate parameters for cameras and ISOs. */
public interface CaptureConditioned {
    /** The cameras with their own parameters. */
    List<String> cameras();

    /** The ISOs with their own parameters. */
    List<Integer> isos();

    /** The same architecture for other cameras and ISOs. */
    CaptureFlowSpec with(List<String> cameras, List<Integer> isos);
}
