package io.grainflow.flow;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Tensor;

/**
 * Affine injector (Lugmayr et al., SRFlow, ECCV 2020): all channels are divided by a scale and shifted, both computed
 * from the features of the condition alone: h / s - t.
 */
public final class AffineInjector implements Transform {
    private final Network network;
    private final Parameters parameters;
    private final AffineScale form;
    private final int level;

    /**
     * Creates an injector.
     *
     * @param name prefix of its parameters
     * @param channels of what it transforms
     */
    public AffineInjector(
            String name, Parameters parameters, AffineScale form, int channels, int features, int hidden, int level) {
        this.network = network(name, channels, features, hidden);
        this.parameters = parameters;
        this.form = form;
        this.level = level;
    }

    /** Its network, from features to shift and raw scale of all channels. */
    public static Network network(String name, int channels, int features, int hidden) {
        return CouplingNetwork.of(name, features, hidden, channels);
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return forward(x, TorchLowering.forward(network, parameters, condition.features(level), Mode.EVAL), condition);
    }

    @Override
    public Transformed initialise(Tensor x, Condition condition) {
        return forward(x, TorchLowering.initialise(network, parameters, condition.features(level)), condition);
    }

    private Transformed forward(Tensor x, Tensor output, Condition condition) {
        Affine affine = Affine.of(output, form);
        return new Transformed(
                affine.forward(x), affine.logScale(condition, level).neg());
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        Affine affine =
                Affine.of(TorchLowering.forward(network, parameters, condition.features(level), Mode.EVAL), form);
        return new Transformed(affine.inverse(z), affine.logScale(condition, level));
    }
}
