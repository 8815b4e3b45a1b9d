package io.grainflow.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.denoiser.DnCnnSpec;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models of different settings in one process do not change each other's results. */
@Tag("processor")
final class InferenceTest {
    private static final DnCnnSpec SPEC = new DnCnnSpec(3, 5, 32, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
    private static final Weights WEIGHTS = RandomWeights.of(SPEC.network().parameters(), new Seed(1));
    private static final Image SCENE = DenoiserContract.scene(3, 200, 72);

    private static Inference threads(int count) {
        return Inference.on(Device.CPU).withThreads(count);
    }

    private static TrainedDenoiser planned(int threads) {
        return LearnedDenoiser.of(SPEC.network(), WEIGHTS, PixelDomain.SRGB, threads(threads));
    }

    private static TrainedDenoiser onTensors(int threads) {
        TorchEngine engine = new TorchEngine(FoldedNetwork.of(SPEC.network(), WEIGHTS), Device.CPU, threads);
        return new LearnedDenoiser(engine, SPEC.network(), PixelDomain.SRGB);
    }

    @Test
    void plannedDenoisersDoNotChangeEachOther() throws Exception {
        try (TrainedDenoiser one = planned(1);
                TrainedDenoiser two = planned(2)) {
            ConcurrentModels.agree(
                    which -> (which == 0 ? one : two).denoise(SCENE).toArray());
        }
    }

    @Test
    void denoisersOnTensorsDoNotChangeEachOther() throws Exception {
        try (TrainedDenoiser one = onTensors(1);
                TrainedDenoiser two = onTensors(2)) {
            ConcurrentModels.agree(
                    which -> (which == 0 ? one : two).denoise(SCENE).toArray());
        }
    }

    @Test
    void settingsAreChecked() {
        assertThat(Inference.on(Device.CPU).threads())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(threads(3).withMemory(1).withThreads(2)).isEqualTo(threads(2).withMemory(1));
        assertThatThrownBy(() -> threads(0))
                .isInstanceOf(InputException.class)
                .hasMessage("threads: expects at least 1, got 0; give the number of processors");
    }
}
