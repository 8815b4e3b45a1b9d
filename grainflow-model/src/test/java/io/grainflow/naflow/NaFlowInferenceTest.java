package io.grainflow.naflow;

import io.grainflow.denoise.DenoiserContract;
import io.grainflow.image.Image;
import io.grainflow.inference.ConcurrentModels;
import io.grainflow.inference.Inference;
import io.grainflow.network.Weights;
import io.grainflow.pair.Capture;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Flows of different settings in one process do not change each other's results. */
@Tag("processor")
final class NaFlowInferenceTest {
    private static final Image SCENE = DenoiserContract.scene(3, 200, 72);
    private static final List<Capture> CAPTURES = List.of(Capture.of("c", 100));
    private static final NaFlowSpec FLOW =
            new NaFlowSpec(3, 2, 2, 2, 16, 8, NaFlowSpec.Form.STABLE, true, 3.0 / 255, 256, true, true, true);
    private static final Weights FLOW_WEIGHTS = FLOW.start(1, new Seed(2));

    private static Inference threads(int count) {
        return Inference.on(Device.CPU).withThreads(count);
    }

    private static NaFlowNoise flow(NaFlowEngine engine) {
        return new NaFlowNoise(FLOW, CAPTURES, FLOW_WEIGHTS, new NaFlowTiles(FLOW, engine));
    }

    @Test
    void plannedFlowsDoNotChangeEachOther() throws Exception {
        try (NaFlowNoise one = flow(new CompiledNaFlow(FLOW, FLOW_WEIGHTS, 1));
                NaFlowNoise two = flow(new CompiledNaFlow(FLOW, FLOW_WEIGHTS, 2))) {
            ConcurrentModels.agree(which -> (which == 0 ? one : two)
                    .sampleNoisy(SCENE, CAPTURES.get(0), new Seed(3))
                    .toArray());
        }
    }

    @Test
    void flowsOnTensorsDoNotChangeEachOther() throws Exception {
        try (NaFlowNoise one = flow(new TorchNaFlow(FLOW, FLOW_WEIGHTS, 1, threads(1)));
                NaFlowNoise two = flow(new TorchNaFlow(FLOW, FLOW_WEIGHTS, 1, threads(2)))) {
            ConcurrentModels.agree(which -> (which == 0 ? one : two)
                    .sampleNoisy(SCENE, CAPTURES.get(0), new Seed(3))
                    .toArray());
        }
    }
}
