package io.grainflow.export;

import io.grainflow.image.PixelDomain;
import io.grainflow.model.NoiseGraph;
import io.grainflow.network.NetworkGraph;

/** Descriptions of models, inputs, outputs and value ranges for users of other programs. */
final class ValueDescriptions {
    private ValueDescriptions() {}

    /** Description of the pixel values of a domain. */
    static String range(PixelDomain domain) {
        return switch (domain) {
            case SRGB -> "display values, black 0, white 1 (8-bit values divided by 255)";
            case RAW_PACKED ->
                "linear sensor values less the black level, black 0, white 1; half-size planes of the colour filter array:"
                        + " upper left, upper right, lower left, lower right";
            case LINEAR -> "linear values of any scale, black 0";
        };
    }

    /** Description of an input or output. */
    static String port(String name) {
        return switch (name) {
            case NetworkGraph.INPUT -> "noisy image";
            case NetworkGraph.OUTPUT -> "restored image";
            case NoiseGraph.CLEAN -> "clean image";
            case NoiseGraph.NOISY -> "noisy image";
            case NoiseGraph.LATENT -> "independent standard normal numbers, which become the noise";
            case NoiseGraph.CONDITION_NOISE ->
                "independent standard normal numbers, which blur what the model sees of the clean image";
            case NoiseGraph.CLEAN_UNIFORM ->
                "independent numbers uniform in [0,1), which spread the 8-bit steps of the clean image";
            case NoiseGraph.GAIN ->
                "one standard normal number at every position, for the strength of the noise; 0 for the mean strength";
            case NoiseGraph.INDEPENDENT ->
                "independent numbers of the noise that does not depend on the signal: uniform in [0,1), or standard normal"
                        + " if the model's specification has the distribution NORMAL";
            case NoiseGraph.STYLE -> "standard normal numbers of each image, the same at every position";
            case OnnxGraph.CAPTURE -> "camera and ISO of each image, as an index into grainflow.captures";
            default -> throw new IllegalArgumentException("ValueDescriptions does not know " + name);
        };
    }
}
