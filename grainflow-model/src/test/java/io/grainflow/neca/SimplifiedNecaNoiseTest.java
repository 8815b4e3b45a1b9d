package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.inference.Inference;
import io.grainflow.noise.NoiseModel;
import io.grainflow.noise.NoiseModelContract;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NeCA-S, whose networks all cameras share. */
final class SimplifiedNecaNoiseTest implements NoiseModelContract {
    private static final NecaSpec SPEC = NecaNoiseTest.spec(NecaSpec.Form.SIMPLIFIED, NecaSpec.Sharing.ALL);
    private static final NoiseModel MODEL =
            SPEC.build(List.of(), NecaNoiseTest.weights(SPEC), Inference.on(Device.CPU));

    @Override
    public NoiseModel model() {
        return MODEL;
    }

    @Override
    public Capture capture() {
        return Capture.of("any", 1);
    }

    @Test
    void theCaptureDoesNotMatter() {
        assertThat(MODEL.captures()).isEmpty();
        assertThat(MODEL.sampleNoisy(clean(16, 16, 1), Capture.of("other", 7), new Seed(1)))
                .isEqualTo(MODEL.sampleNoisy(clean(16, 16, 1), capture(), new Seed(1)));
    }
}
