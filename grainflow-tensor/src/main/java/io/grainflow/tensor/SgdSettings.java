package io.grainflow.tensor;

import java.util.List;

/**
 * Settings of stochastic gradient descent.
 *
 * @param momentum decay of the velocity, in [0,1)
 * @param weightDecay factor of the L2 penalty: weightDecay * parameter is added to the gradient; not negative
 */
public record SgdSettings(double momentum, double weightDecay) implements OptimiserSpec {
    public SgdSettings {
        if (!(momentum >= 0 && momentum < 1 && weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "Sgd expects a momentum in [0,1) and no negative decay, got " + momentum + ", " + weightDecay);
        }
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public int moments() {
        return 1;
    }

    @Override
    public Sgd of(List<Tensor> parameters, List<Double> paces) {
        return Scope.keep(() -> new Sgd(this, parameters, paces));
    }
}
