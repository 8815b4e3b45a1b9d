package io.grainflow.tensor;

import org.bytedeco.pytorch.global.torch;

/** Element-wise functions of networks and of their losses, beside those that {@link Tensor} has itself. */
public final class Activations {
    private Activations() {}

    /** log(1 + e^x), without overflow: the loss -log(1 - D) of a critic that gives logits (Goodfellow et al., GAN, 2014). */
    public static Tensor softplus(Tensor x) {
        Shapes.requireReal("softplus", x);
        return NativeCall.make(
                "softplus", () -> torch.log_sigmoid(x.handle().neg()).neg());
    }

    /** log(1 / (1 + e^-x)), without overflow. */
    public static Tensor logSigmoid(Tensor x) {
        Shapes.requireReal("logSigmoid", x);
        return NativeCall.make("logSigmoid", () -> torch.log_sigmoid(x.handle()));
    }

    /**
     * x where positive, else slope * x (He et al., ICCV 2015, equation 1).
     *
     * @param x [N,C,H,W]
     * @param slope learned, [1] or [C]
     */
    public static Tensor prelu(Tensor x, Tensor slope) {
        long[] shape = x.shape();
        Shapes.requireImage("prelu", -1, shape);
        long[] slopes = slope.shape();
        if (slopes.length != 1 || (slopes[0] != 1 && slopes[0] != shape[1])) {
            throw new IllegalArgumentException("prelu expects slopes [1] or [" + shape[1] + "] for input "
                    + Shapes.text(shape) + ", got " + Shapes.text(slopes));
        }
        Shapes.requireAlike("prelu", x, slope);
        return NativeCall.make("prelu", () -> torch.prelu(x.handle(), slope.handle()));
    }
}
