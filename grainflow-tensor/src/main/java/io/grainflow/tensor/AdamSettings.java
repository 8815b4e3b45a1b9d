package io.grainflow.tensor;

import java.util.List;

/**
 * Settings of Adam (Kingma, Ba, 2015).
 *
 * @param beta1 decay of the first moment, in [0,1)
 * @param beta2 decay of the second moment, in [0,1)
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay weight decay, not negative; 0 for none
 * @param decoupled whether the decay shrinks the parameters by learning rate * decay (Loshchilov, Hutter, 2019), or is added
 *     to the gradient as decay * parameter (the L2 penalty of Adam as first published)
 */
public record AdamSettings(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
        implements OptimiserSpec {
    public AdamSettings {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "Adam expects betas in [0,1), a positive epsilon and no negative decay, got " + beta1 + ", " + beta2
                            + ", " + epsilon + ", " + weightDecay);
        }
    }

    /** With decoupled weight decay. */
    public AdamSettings(double beta1, double beta2, double epsilon, double weightDecay) {
        this(beta1, beta2, epsilon, weightDecay, true);
    }

    public static AdamSettings defaults() {
        return new AdamSettings(0.9, 0.999, 1e-8, 0);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public int moments() {
        return 2;
    }

    @Override
    public Adam of(List<Tensor> parameters, List<Double> paces) {
        return Adam.of(this, parameters, paces);
    }
}
