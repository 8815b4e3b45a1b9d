package io.grainflow.tensor;

/** Distances between tensors of equal shapes, and losses of critics. Each is a scalar, the mean over all elements. */
public final class LossFunctions {
    private LossFunctions() {}

    /** mean |x - y| (L1). */
    public static Tensor meanAbsolute(Tensor x, Tensor y) {
        requireSame("meanAbsolute", x, y);
        return x.sub(y).abs().mean();
    }

    /** mean (x - y)^2 (L2). */
    public static Tensor meanSquared(Tensor x, Tensor y) {
        requireSame("meanSquared", x, y);
        return x.sub(y).square().mean();
    }

    /** Hinge loss of a critic (Miyato et al., ICLR 2018, equation 17): mean max(0, 1 - real) + mean max(0, 1 + fake). */
    public static Tensor hinge(Tensor real, Tensor fake) {
        return real.neg().add(1).relu().mean().add(fake.add(1).relu().mean());
    }

    /**
     * Loss of a critic that gives logits (Goodfellow et al., 2014, equation 1): mean -log s(real) + mean -log(1 - s(fake)), s the sigmoid.
     */
    public static Tensor logistic(Tensor real, Tensor fake) {
        return Activations.softplus(real.neg())
                .mean()
                .add(Activations.softplus(fake).mean());
    }

    private static void requireSame(String operation, Tensor x, Tensor y) {
        Shapes.requireEqual(operation, "equal shapes ", x.shape(), y.shape());
        Shapes.requireAlike(operation, x, y);
    }
}
