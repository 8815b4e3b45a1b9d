package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.List;

/** Makes noisy images from clean ones. One that holds native memory frees it when it is closed; whoever opened it closes it. */
public interface NoiseModel extends AutoCloseable {
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

    /** Frees native memory at once; nothing to do for models without. */
    @Override
    default void close() {}
}
