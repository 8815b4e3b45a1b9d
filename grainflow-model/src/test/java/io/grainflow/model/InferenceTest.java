package io.grainflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.image.PixelDomain;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.problem.InputException;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models of different settings in one process do not change each other's results. */
@Tag("processor")
final class InferenceTest {
    private static final DnCnnSpec SPEC = new DnCnnSpec(3, 5, 32, true, DnCnnSpec.Biases.FIRST, 1e-4, 0.1);
    private static final Weights WEIGHTS = RandomWeights.of(SPEC.network().parameters(), new Seed(1));
    private static final Image SCENE = DenoiserContract.scene(3, 200, 72);
    private static final List<Capture> CAPTURES = List.of(Capture.of("c", 100));
    private static final NaFlowSpec FLOW =
            new NaFlowSpec(3, 2, 2, 2, 16, 8, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true);
    private static final Weights FLOW_WEIGHTS = FLOW.start(1, new Seed(2));
    private static final int TIMES = 6;

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

    private static NaFlowNoise flow(NaFlowEngine engine) {
        return new NaFlowNoise(FLOW, CAPTURES, FLOW_WEIGHTS, new NaFlowTiles(FLOW, engine));
    }

    /** What models of one and of two threads give while both work, compared with what each gives alone. */
    private static void agree(IntFunction<float[]> oneAndTwo) throws Exception {
        List<float[]> alone = List.of(oneAndTwo.apply(0), oneAndTwo.apply(1));
        for (float value : alone.get(0)) {
            assertThat(value).isFinite();
        }
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<float[]>> work = new ArrayList<>();
            for (int i = 0; i < 2 * TIMES; i++) {
                int which = i % 2;
                work.add(() -> oneAndTwo.apply(which));
            }
            List<Future<float[]>> done = pool.invokeAll(work);
            for (int i = 0; i < done.size(); i++) {
                assertThat(done.get(i).get()).isEqualTo(alone.get(i % 2));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void plannedDenoisersDoNotChangeEachOther() throws Exception {
        try (TrainedDenoiser one = planned(1);
                TrainedDenoiser two = planned(2)) {
            agree(which -> (which == 0 ? one : two).denoise(SCENE).toArray());
        }
    }

    @Test
    void denoisersOnTensorsDoNotChangeEachOther() throws Exception {
        try (TrainedDenoiser one = onTensors(1);
                TrainedDenoiser two = onTensors(2)) {
            agree(which -> (which == 0 ? one : two).denoise(SCENE).toArray());
        }
    }

    @Test
    void plannedFlowsDoNotChangeEachOther() throws Exception {
        try (NaFlowNoise one = flow(new PlannedNaFlow(FLOW, FLOW_WEIGHTS, 1));
                NaFlowNoise two = flow(new PlannedNaFlow(FLOW, FLOW_WEIGHTS, 2))) {
            agree(which -> (which == 0 ? one : two)
                    .sampleNoisy(SCENE, CAPTURES.get(0), new Seed(3))
                    .toArray());
        }
    }

    @Test
    void flowsOnTensorsDoNotChangeEachOther() throws Exception {
        try (NaFlowNoise one = flow(new TorchNaFlow(FLOW, FLOW_WEIGHTS, 1, threads(1)));
                NaFlowNoise two = flow(new TorchNaFlow(FLOW, FLOW_WEIGHTS, 1, threads(2)))) {
            agree(which -> (which == 0 ? one : two)
                    .sampleNoisy(SCENE, CAPTURES.get(0), new Seed(3))
                    .toArray());
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
