package io.grainflow.c2n;

import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The losses of C2N. The critic gives maps [N,1,H,W]. */
final class C2nLosses {
    private C2nLosses() {}

    /** How much higher the critic values real images than generated ones: the difference of the means over batch and map. */
    static Tensor gap(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
        return critic.apply(real).mean().sub(critic.apply(fake).mean());
    }

    /**
     * mean over N of (|gradient of the map's sum or mean| - 1)^2 between real and generated images (Gulrajani et al., NeurIPS 2017, equation
     * 3), with the norm over channels and positions.
     *
     * @param shares of the real images, [N]
     */
    static Tensor penalty(
            C2nObjective.Penalised penalised, UnaryOperator<Tensor> critic, Tensor real, Tensor fake, Tensor shares) {
        Tensor points = GradientPenalty.between(real, fake, shares);
        UnaryOperator<Tensor> differentiated = penalised == C2nObjective.Penalised.SUM
                ? critic
                : x -> critic.apply(x).mean(true, 1, 2, 3);
        return GradientPenalty.towards(1, differentiated, points);
    }

    /** Mean over the channels of |mean of the noise|, [N,C,H,W]: over the batch, or per image and then averaged. */
    static Tensor stabilising(C2nObjective.Stabilising over, Tensor noise) {
        return over == C2nObjective.Stabilising.BATCH
                ? noise.mean(false, 0, 2, 3).abs().mean()
                : noise.mean(false, 2, 3).abs().mean();
    }
}
