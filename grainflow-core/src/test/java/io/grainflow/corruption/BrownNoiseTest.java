package io.grainflow.corruption;

import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;

final class BrownNoiseTest implements NoiseModelContract {
    @Override
    public NoiseModel model() {
        return new BrownNoise(0.1, 1.5);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }
}
