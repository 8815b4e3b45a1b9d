package io.grainflow.flow;

import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * Affine map per channel (Kingma, Dhariwal, Glow, 2018, section 3.1): forward (x + bias) * exp(logs). {@link #initialise} sets
 * it so that its output has mean zero and variance one.
 */
public final class ActNorm implements LinearTransform {
    private final Tensor bias;
    private final Tensor logs;
    private final int level;

    /** @param name prefix of {@code name.bias} and {@code name.logs}, each [C] */
    public ActNorm(String name, Parameters parameters, int level) {
        this.bias = parameters.get(name + ".bias");
        this.logs = parameters.get(name + ".logs");
        this.level = level;
    }

    /** Its parameters. */
    public static List<ParameterSlot> slots(String name, int channels) {
        return List.of(
                ParameterSlot.of(name + ".bias", ParameterSlot.Role.FREE, channels),
                ParameterSlot.of(name + ".logs", ParameterSlot.Role.FREE, channels));
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public LinearMap map(DType dtype) {
        Tensor scale = logs.to(dtype).exp();
        return new LinearMap(
                diagonal(scale), bias.to(dtype).mul(scale), logs.to(dtype).sum().reshape(1));
    }

    @Override
    public LinearMap inverseMap(DType dtype) {
        Tensor precise = logs.to(DType.FLOAT64).neg();
        LinearMap map = new LinearMap(
                diagonal(precise.exp()),
                bias.to(DType.FLOAT64).neg(),
                precise.sum().reshape(1));
        return map.to(dtype);
    }

    @Override
    public Transformed initialise(Tensor x, Condition condition) {
        TorchLowering.normalise(bias, logs, x);
        return forward(x, condition);
    }

    private static Tensor diagonal(Tensor values) {
        long channels = values.shape()[0];
        return Matrices.identity(channels, values).mul(values.reshape(1, channels));
    }
}
