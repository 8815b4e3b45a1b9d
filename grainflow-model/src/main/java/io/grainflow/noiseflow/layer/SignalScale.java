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
 * Signal-dependent layer of Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019, section 4.2; the released code's {@code sdn5}):
 * forward divides by s = sqrt(b1 * clean / gain + b2), where gain = exp(gain_iso * w2) * ISO, b1 = exp(beta1 * w0),
 * b2 = exp(beta2 * w1), and w are exponentials of three numbers per camera.
 */
public final class SignalScale implements Transform {
    /** Numbers per camera: of b1, of b2, of the gain. */
    private static final int CAMERA_NUMBERS = 3;

    private final Tensor beta1;
    private final Tensor beta2;
    private final Tensor gain;
    private final Tensor camera;

    /** @param name prefix of its parameters */
    public SignalScale(String name, Parameters parameters) {
        this.beta1 = parameters.get(name + ".beta1");
        this.beta2 = parameters.get(name + ".beta2");
        this.gain = parameters.get(name + ".gain");
        this.camera = parameters.get(name + ".camera");
    }

    /**
     * Its parameters: beta1 and beta2, [1]; one gain per ISO, [isos,1]; three numbers per camera, [cameras,3].
     *
     * @param cameras how many
     * @param isos how many
     */
    public static List<ParameterSlot> slots(String name, int cameras, int isos) {
        return List.of(
                ParameterSlot.of(name + ".beta1", ParameterSlot.Role.FREE, 1),
                ParameterSlot.of(name + ".beta2", ParameterSlot.Role.FREE, 1),
                ParameterSlot.of(name + ".gain", ParameterSlot.Role.FREE, isos, 1),
                ParameterSlot.of(name + ".camera", ParameterSlot.Role.FREE, cameras, CAMERA_NUMBERS));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Tensor variance = variance(condition.requireExposures());
        return new Transformed(
                x.div(variance.sqrt()), logScale(variance, condition).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Tensor variance = variance(condition.requireExposures());
        return new Transformed(z.mul(variance.sqrt()), logScale(variance, condition));
    }

    /** s^2, [N,C,H,W]. */
    private Tensor variance(Exposures exposures) {
        long count = exposures.iso().shape()[0];
        Tensor weights = exposures.cameras().matmul(camera).exp();
        Tensor perIso = exposures.isos().matmul(gain).mul(weights.narrow(1, 2, 1));
        Tensor factor = perIso.exp().mul(exposures.iso());
        Tensor b1 = beta1.mul(weights.narrow(1, 0, 1)).exp();
        Tensor b2 = beta2.mul(weights.narrow(1, 1, 1)).exp();
        Tensor slope = b1.div(factor).reshape(count, 1, 1, 1);
        return exposures.clean().mul(slope).add(b2.reshape(count, 1, 1, 1));
    }

    private static Tensor logScale(Tensor variance, Condition condition) {
        return condition.weights().sum(variance.log().mul(0.5), 0);
    }
}
