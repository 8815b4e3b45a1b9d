package io.grainflow.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Penalties on the slope of a critic with respect to its input [N,...]. They are differentiable with respect to the critic's parameters. Norms
 * run over everything but N; the critic may give several numbers per sample, whose sum is differentiated.
 */
public final class GradientPenalty {
    private GradientPenalty() {}

    /**
     * Points on the lines between samples: weight * real + (1 - weight) * fake, detached from the computation of both.
     *
     * @param weights of real, [N]; weights outside of [0,1] give points beyond the two samples
     */
    public static Tensor between(Tensor real, Tensor fake, Tensor weights) {
        long[] shape = real.shape();
        Shapes.requireEqual("between", "equal shapes ", shape, fake.shape());
        Shapes.requireBatch("between", shape);
        Shapes.requireEqual("between", "weights ", new long[] {shape[0]}, weights.shape());
        long[] broadcast = new long[shape.length];
        Arrays.fill(broadcast, 1);
        broadcast[0] = shape[0];
        Tensor weight = weights.reshape(broadcast);
        return real.mul(weight).add(fake.mul(weight.neg().add(1))).detach();
    }

    /** mean over N of (|slope| - norm)^2 (Gulrajani et al., WGAN-GP, NeurIPS 2017, equation 3, where the norm is 1). */
    public static Tensor towards(double norm, UnaryOperator<Tensor> critic, Tensor points) {
        Tensor slopes = slopes(critic, points);
        return Reductions.norm(slopes, false, 1).sub(norm).square().mean();
    }

    /** mean over N of |slope|^2 (Mescheder et al., ICML 2018, equation 9: R1 without its factor, at real samples). */
    public static Tensor squared(UnaryOperator<Tensor> critic, Tensor points) {
        return slopes(critic, points).square().sum(false, 1).mean();
    }

    /** d(sum of the critic)/d(points) as [N,everything else]. */
    private static Tensor slopes(UnaryOperator<Tensor> critic, Tensor points) {
        long[] shape = points.shape();
        Shapes.requireBatch("GradientPenalty", shape);
        Tensor leaf = points.detach().requiresGrad();
        Tensor slope = Gradients.differentiable(critic.apply(leaf).sum(), List.of(leaf))
                .get(0);
        return slope.reshape(shape[0], Shapes.count(shape) / shape[0]);
    }
}
