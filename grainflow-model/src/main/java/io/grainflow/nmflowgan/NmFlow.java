package io.grainflow.nmflowgan;

import io.grainflow.flow.Chain;
import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.Tensor;
import java.util.List;

/** The flow on tensors: dequantised grey levels of a noisy image [N,C,H,W] to a latent and back, given clean image, camera and ISO. */
final class NmFlow {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final NmFlowGanSpec spec;
    private final List<Transform> layers;
    private final Chain chain;

    /**
     * A flow.
     *
     * @param parameters of the specification's slots
     * @param mode TRAIN normalises by the statistics of the batch, if the specification says so, and updates the running statistics
     */
    NmFlow(NmFlowGanSpec spec, Parameters parameters, Mode mode) {
        this.spec = spec;
        this.layers = spec.layers(parameters, mode);
        this.chain = new Chain(layers);
    }

    /** The transforms in the forward order. */
    List<Transform> layers() {
        return layers;
    }

    /**
     * The condition of the layers.
     *
     * @param clean dequantised grey levels of the clean image, divided by 256, [N,C,H,W]
     * @param captures one per sample
     */
    Condition condition(Tensor clean, List<Capture> captures, PositionWeights weights) {
        int cameras = spec.cameras().size();
        int isos = spec.isos().size();
        float[] camera = new float[captures.size() * cameras];
        float[] iso = new float[captures.size() * isos];
        float[] number = new float[captures.size()];
        for (int n = 0; n < captures.size(); n++) {
            camera[n * cameras + spec.cameraIndex(captures.get(n))] = 1;
            iso[n * isos + spec.isoIndex(captures.get(n))] = 1;
            number[n] = captures.get(n).iso();
        }
        Exposures exposures =
                new Exposures(clean, like(clean, camera, cameras), like(clean, iso, isos), like(clean, number, 1));
        return Condition.of(exposures, weights);
    }

    private static Tensor like(Tensor clean, float[] values, int columns) {
        return Tensor.of(values, values.length / columns, columns)
                .to(clean.dtype())
                .to(clean.device());
    }

    /** Grey levels to latent. */
    Transformed forward(Tensor noisy, Condition condition) {
        return chain.forward(noisy, condition);
    }

    /** Latent to grey levels before rounding. */
    Transformed inverse(Tensor z, Condition condition) {
        return chain.inverse(z, condition);
    }

    /** Log-density of grey levels in nats, [N], over the positions that count. */
    Tensor logProb(Transformed latent, PositionWeights weights) {
        Tensor normal = latent.value().square().add(LOG_TWO_PI).mul(-0.5);
        return latent.logAbsDet().add(weights.sum(normal, 0));
    }

    /** Advances running statistics of the meta encoders as a pass in training does, without the work on images. */
    void advanceStatistics(Condition condition) {
        Exposures exposures = condition.requireExposures();
        for (Transform layer : layers) {
            if (layer instanceof StructureAffine structure) {
                structure.meta().of(exposures);
            } else if (layer instanceof SignalAffine signal) {
                signal.meta().of(exposures);
            }
        }
    }
}
