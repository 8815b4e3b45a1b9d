package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * Gain layer of Noise Flow as in the paper (Abdelhamed, Brubaker, Brown, ICCV 2019, section 4.3): forward divides by a number per camera
 * times a number per ISO; their logarithms are stored. The released code uses {@link GlobalGain} instead.
 */
public final class CaptureGain implements Transform {
    private final Tensor camera;
    private final Tensor iso;

    /** @param name prefix of its parameters */
    public CaptureGain(String name, Parameters parameters) {
        this.camera = parameters.get(name + ".log_camera");
        this.iso = parameters.get(name + ".log_iso");
    }

    /**
     * Its parameters: one per camera, [cameras,1], one per ISO, [isos,1].
     *
     * @param cameras how many
     * @param isos how many
     */
    public static List<ParameterSlot> slots(String name, int cameras, int isos) {
        return List.of(
                ParameterSlot.of(name + ".log_camera", ParameterSlot.Role.FREE, cameras, 1),
                ParameterSlot.of(name + ".log_iso", ParameterSlot.Role.FREE, isos, 1));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Tensor log = log(condition.requireExposures());
        return new Transformed(
                x.mul(spread(log.neg().exp())), logScale(x, log, condition).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Tensor log = log(condition.requireExposures());
        return new Transformed(z.mul(spread(log.exp())), logScale(z, log, condition));
    }

    /** Logarithm of the gain of each sample, [N,1]. */
    private Tensor log(Exposures exposures) {
        return exposures.cameras().matmul(camera).add(exposures.isos().matmul(iso));
    }

    private static Tensor spread(Tensor perSample) {
        return perSample.reshape(perSample.shape()[0], 1, 1, 1);
    }

    private static Tensor logScale(Tensor x, Tensor log, Condition condition) {
        double channels = x.shape()[1];
        return condition
                .weights()
                .positions(x, 0)
                .mul(log.reshape(log.shape()[0]))
                .mul(channels);
    }
}
