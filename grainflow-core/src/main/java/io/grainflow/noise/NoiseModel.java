package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.List;

/** Makes noisy images from clean ones. */
public interface NoiseModel {
    /**
     * A noisy version of the image, same domain and size, neither clipped nor quantised.
     *
     * @param clean [C,H,W], nominal range [0,1]
     * @param seed same seed, same image
     * @throws UnknownCaptureException if the model does not know the capture
     */
    Image sampleNoisy(Image clean, Capture capture, Seed seed);

    /** The captures that the model knows, sorted; empty if it does not depend on the capture. */
    List<Capture> captures();
}
