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
 * An affine map per channel, camera and ISO: x * exp(log_scale) + bias (Kousha, Maleky, Brown, Brubaker, "Modeling sRGB Camera Noise with
 * Normalizing Flows", CVPR 2022; the released code's CL2).
 */
public final class CaptureAffine implements Transform {
    private final Tensor logScale;
    private final Tensor bias;

    /** @param name prefix of its parameters */
    public CaptureAffine(String name, Parameters parameters) {
        this.logScale = parameters.get(name + ".log_scale");
        this.bias = parameters.get(name + ".bias");
    }

    /** Its parameters: log_scale and bias, [isos*cameras,C], with the rows of the same ISO next to each other. */
    public static List<ParameterSlot> slots(String name, int channels, int cameras, int isos) {
        long rows = (long) cameras * isos;
        return List.of(
                ParameterSlot.of(name + ".log_scale", ParameterSlot.Role.FREE, rows, channels),
                ParameterSlot.of(name + ".bias", ParameterSlot.Role.FREE, rows, channels));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Tensor rows = rows(condition.requireExposures());
        Tensor log = spread(rows.matmul(logScale));
        return new Transformed(x.mul(log.exp()).add(spread(rows.matmul(bias))), logAbsDet(x, log, condition));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Tensor rows = rows(condition.requireExposures());
        Tensor log = spread(rows.matmul(logScale));
        return new Transformed(
                z.sub(spread(rows.matmul(bias))).mul(log.neg().exp()),
                logAbsDet(z, log, condition).neg());
    }

    /** Which row of the tables each sample has, [N,isos*cameras]. */
    private static Tensor rows(Exposures exposures) {
        long count = exposures.isos().shape()[0];
        long isos = exposures.isos().shape()[1];
        long cameras = exposures.cameras().shape()[1];
        return exposures
                .isos()
                .reshape(count, isos, 1)
                .mul(exposures.cameras().reshape(count, 1, cameras))
                .reshape(count, isos * cameras);
    }

    private static Tensor spread(Tensor perSample) {
        return perSample.reshape(perSample.shape()[0], perSample.shape()[1], 1, 1);
    }

    private static Tensor logAbsDet(Tensor x, Tensor log, Condition condition) {
        return condition.weights().positions(x, 0).mul(log.sum(false, 1, 2, 3));
    }
}
