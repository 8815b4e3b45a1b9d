package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.List;

/** Forward divides all values by one learned number: the gain layer of the released Noise Flow ({@code gain4}). */
public final class GlobalGain implements Transform {
    private final Tensor scale;

    /** @param name prefix of {@code name.scale}, [1] */
    public GlobalGain(String name, Parameters parameters) {
        this.scale = parameters.get(name + ".scale");
    }

    /** Its parameter. */
    public static List<ParameterSlot> slots(String name) {
        return List.of(ParameterSlot.of(name + ".scale", ParameterSlot.Role.FREE, 1));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return new Transformed(
                x.div(scale.reshape(1, 1, 1, 1)), logScale(x, condition).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        return new Transformed(z.mul(scale.reshape(1, 1, 1, 1)), logScale(z, condition));
    }

    private Tensor logScale(Tensor x, Condition condition) {
        double channels = x.shape()[1];
        return condition.weights().positions(x, 0).mul(scale.log()).mul(channels);
    }
}
