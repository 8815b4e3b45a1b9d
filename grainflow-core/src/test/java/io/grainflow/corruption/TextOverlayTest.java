package io.grainflow.corruption;

import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;

final class TextOverlayTest implements NoiseModelContract {
    @Override
    public NoiseModel model() {
        return new TextOverlay(0.3);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }
}
