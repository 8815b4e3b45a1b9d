package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.List;

/** CL2: logarithm of the scale and shift per camera, ISO and channel, in tables whose rows of the same ISO are next to each other. */
final class CaptureAffine implements Transform {
    private final Tensor logScale;
    private final Tensor bias;

    /** @param name prefix of its parameters */
    CaptureAffine(String name, Parameters parameters) {
        this.logScale = parameters.get(logScaleName(name));
        this.bias = parameters.get(name + ".bias");
    }

    static String logScaleName(String name) {
        return name + ".log_scale";
    }

    static List<ParameterSlot> slots(NmFlowGanSpec spec, String name) {
        long rows = (long) spec.cameras().size() * spec.isos().size();
        return List.of(
                ParameterSlot.of(logScaleName(name), ParameterSlot.Role.SHIFT, rows, spec.channels()),
                ParameterSlot.of(name + ".bias", ParameterSlot.Role.SHIFT, rows, spec.channels()));
    }

    AffineMap map(Exposures exposures) {
        long count = exposures.isos().shape()[0];
        long isos = exposures.isos().shape()[1];
        long cameras = exposures.cameras().shape()[1];
        Tensor rows = exposures
                .isos()
                .reshape(count, isos, 1)
                .mul(exposures.cameras().reshape(count, 1, cameras))
                .reshape(count, isos * cameras);
        long channels = bias.shape()[1];
        return new AffineMap(
                rows.matmul(logScale).reshape(count, channels, 1, 1),
                rows.matmul(bias).reshape(count, channels, 1, 1));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return map(condition.requireExposures()).forward(x, condition);
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        return map(condition.requireExposures()).inverse(z, condition);
    }
}
