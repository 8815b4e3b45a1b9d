package io.grainflow.corruption;

import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;

final class BernoulliNoiseTest implements NoiseModelContract {
    @Override
    public NoiseModel model() {
        return new BernoulliNoise(0.4);
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 100);
    }
}
