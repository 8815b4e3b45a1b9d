package io.grainflow.flow;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * Conditional affine coupling (Dinh, Sohl-Dickstein, Bengio, Real NVP, 2017, equation 4, conditioned on image features as in Lugmayr et
 * al., SRFlow, ECCV 2020): the second half of the channels is divided by a scale and shifted, both computed from the first half and the
 * features: h2 / s - t. As in NAFlow's released code, the forward direction divides.
 */
public final class AffineCoupling implements Transform {
    private final Network network;
    private final Parameters parameters;
    private final AffineScale form;
    private final int channels;
    private final int level;

    /**
     * Creates a coupling.
     *
     * @param name prefix of its parameters
     * @param channels C of what it transforms, even
     */
    public AffineCoupling(
            String name, Parameters parameters, AffineScale form, int channels, int features, int hidden, int level) {
        this.network = network(name, channels, features, hidden);
        this.parameters = parameters;
        this.form = form;
        this.channels = channels;
        this.level = level;
    }

    /** Its network, from first half and features to shift and raw scale of the second half. */
    public static Network network(String name, int channels, int features, int hidden) {
        return CouplingNetwork.of(name, channels / 2 + features, hidden, channels - channels / 2);
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        Tensor first = x.narrow(1, 0, channels / 2);
        return forward(
                x, first, TorchLowering.forward(network, parameters, input(first, condition), Mode.EVAL), condition);
    }

    @Override
    public Transformed initialise(Tensor x, Condition condition) {
        Tensor first = x.narrow(1, 0, channels / 2);
        return forward(x, first, TorchLowering.initialise(network, parameters, input(first, condition)), condition);
    }

    private Transformed forward(Tensor x, Tensor first, Tensor output, Condition condition) {
        Affine affine = Affine.of(output, form);
        Tensor second = affine.forward(x.narrow(1, channels / 2, channels - channels / 2));
        return new Transformed(
                Tensor.cat(List.of(first, second), 1),
                affine.logScale(condition, level).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Tensor first = z.narrow(1, 0, channels / 2);
        Affine affine = Affine.of(TorchLowering.forward(network, parameters, input(first, condition), Mode.EVAL), form);
        Tensor second = affine.inverse(z.narrow(1, channels / 2, channels - channels / 2));
        return new Transformed(Tensor.cat(List.of(first, second), 1), affine.logScale(condition, level));
    }

    private Tensor input(Tensor first, Condition condition) {
        return Tensor.cat(List.of(first, condition.features(level)), 1);
    }
}
