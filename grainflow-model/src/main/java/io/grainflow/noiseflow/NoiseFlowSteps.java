package io.grainflow.noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.InvertibleConvolution;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.noiseflow.layer.EdgeCoupling;
import io.grainflow.noiseflow.sampling.FusedSampler.Step;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The layers of a Noise Flow as sampling steps for one camera and ISO. All scaling layers multiply by sqrt(slope * signal + floor); slope
 * and floor are found by evaluating the layer on 1 at signals 0 and 1.
 */
final class NoiseFlowSteps {
    private NoiseFlowSteps() {}

    /**
     * Steps from the latent to the noise.
     *
     * @param flow in float64
     * @param channels of the images
     */
    static List<Step> of(NoiseFlow flow, int channels, Capture capture) {
        List<Step> steps = new ArrayList<>();
        for (Transform layer : flow.layers()) {
            if (layer instanceof EdgeCoupling coupling) {
                steps.add(new Step.Uncouple(coupling.folded()));
            } else {
                steps.add(Scope.heap(() -> NoGrad.run(() ->
                        layer instanceof InvertibleConvolution ? mix(layer, channels) : scale(flow, layer, capture))));
            }
        }
        Collections.reverse(steps);
        return List.copyOf(steps);
    }

    static Step.Mix mix(Transform layer, int channels) {
        double[] units = new double[channels * channels];
        for (int i = 0; i < channels; i++) {
            units[i * channels + i] = 1;
        }
        double[] columns = layer.inverse(Tensor.ofDoubles(units, channels, channels, 1, 1), Condition.none())
                .value()
                .toDoubles();
        double[] matrix = new double[units.length];
        for (int i = 0; i < channels; i++) {
            for (int o = 0; o < channels; o++) {
                matrix[o * channels + i] = columns[i * channels + o];
            }
        }
        return new Step.Mix(matrix);
    }

    static Step.ScaleBySignal scale(NoiseFlow flow, Transform layer, Capture capture) {
        Tensor light = Tensor.ofDoubles(new double[] {0, 1}, 1, 1, 1, 2);
        Condition condition = flow.condition(light, List.of(capture), PositionWeights.all());
        double[] deviation = layer.inverse(
                        Tensor.ofDoubles(new double[] {1, 1}, 1, 1, 1, 2).to(DType.FLOAT64), condition)
                .value()
                .toDoubles();
        double floor = deviation[0] * deviation[0];
        return new Step.ScaleBySignal(deviation[1] * deviation[1] - floor, floor);
    }
}
