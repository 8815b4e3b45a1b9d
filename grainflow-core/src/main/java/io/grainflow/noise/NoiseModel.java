package io.grainflow.noise;

import io.grainflow.image.Image;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import java.util.List;

/**
 * Synthesises noisy images from clean ones. A model may hold native memory, which is freed when it is closed. The code that opened it must
 * close it.
 */
public interface NoiseModel extends AutoCloseable {
    /**
     * A noisy version of the image, same domain and size, neither clipped nor quantised.
     *
     * @param clean [C,H,W], nominal range [0,1]
     * @param seed the same seed gives the same image
     * @throws UnknownCaptureException if the model does not know the capture
     */
    Image sampleNoisy(Image clean, Capture capture, Seed seed);

    /** The captures that the model knows, sorted; empty if it does not depend on the capture. */
    List<Capture> captures();

    /** Frees native memory; does nothing if there is none. */
    @Override
    default void close() {}
}
