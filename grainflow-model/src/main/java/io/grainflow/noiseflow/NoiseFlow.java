package io.grainflow.noiseflow;

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
import io.grainflow.tensor.TensorBundle;
import java.util.List;
import java.util.function.Consumer;

/**
 * Noise Flow, or another flow that is conditioned on camera and ISO, on tensors: noise [N,C,H,W] to latent and back, given the clean image
 * and the capture.
 */
public final class NoiseFlow implements TensorBundle {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final CaptureFlowSpec spec;
    private final Parameters parameters;
    private final List<Transform> layers;
    private final Chain chain;

    /**
     * A flow.
     *
     * @param parameters of the specification's slots
     * @param mode TRAIN normalises inside the couplings by the batch's statistics
     */
    public NoiseFlow(CaptureFlowSpec spec, Parameters parameters, Mode mode) {
        this.spec = spec;
        this.parameters = parameters;
        this.layers = spec.layers(parameters, mode);
        this.chain = new Chain(layers);
    }

    /** The transforms in the forward order, with 1x1 convolutions and couplings as separate transforms. */
    public List<Transform> layers() {
        return layers;
    }

    /**
     * The condition of the layers. An unknown ISO is encoded as a row of zeros, so that it has no parameter of its own, as in the released
     * code.
     *
     * @param clean [N,C,H,W], in [0,1]
     * @param captures one per sample; the camera must be known
     */
    public Condition condition(Tensor clean, List<Capture> captures, PositionWeights weights) {
        int cameras = spec.cameras().size();
        int isos = spec.isos().size();
        float[] camera = new float[captures.size() * cameras];
        float[] known = new float[captures.size() * isos];
        float[] iso = new float[captures.size()];
        for (int n = 0; n < iso.length; n++) {
            Capture capture = captures.get(n);
            int index = spec.cameras().indexOf(capture.camera().code());
            if (index < 0) {
                throw new IllegalArgumentException(
                        "NoiseFlow expects a camera of " + spec.cameras() + ", got " + capture.camera());
            }
            camera[n * cameras + index] = 1;
            int which = spec.isos().indexOf(capture.iso());
            if (which >= 0) {
                known[n * isos + which] = 1;
            }
            iso[n] = capture.iso();
        }
        Exposures exposures =
                new Exposures(clean, like(clean, camera, cameras), like(clean, known, isos), like(clean, iso, 1));
        return Condition.of(exposures, weights);
    }

    private static Tensor like(Tensor clean, float[] values, int columns) {
        return Tensor.of(values, values.length / columns, columns)
                .to(clean.dtype())
                .to(clean.device());
    }

    /** Noise to latent. */
    public Transformed forward(Tensor noise, Condition condition) {
        return chain.forward(noise, condition);
    }

    /** Latent to noise. */
    public Transformed inverse(Tensor z, Condition condition) {
        return chain.inverse(z, condition);
    }

    /** Log-density of noise in nats, [N], over the positions that count. */
    public Tensor logProb(Transformed latent, PositionWeights weights) {
        Tensor normal = latent.value().square().add(LOG_TWO_PI).mul(-0.5);
        return latent.logAbsDet().add(weights.sum(normal, 0));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        parameters.forEachTensor(action);
        chain.forEachTensor(action);
    }
}
