package io.grainflow.corruption;

import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;

final class ImpulseNoiseTest implements NoiseModelContract {
    @Override
    public NoiseModel model() {
        return new ImpulseNoise(0.4);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }
}
