package io.grainflow.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Normalisations by the statistics of each image alone. They keep no running statistics, so training and evaluation are the same. */
public final class Normalisations {
    private Normalisations() {}

    /**
     * Instance normalisation (Ulyanov et al., 2016, equation 2): (x - mean) / sqrt(variance + epsilon) over H, W, with the biased variance.
     *
     * @param x [N,C,H,W] with H*W at least 2
     * @param weight gamma [C], or null for one
     * @param bias beta [C], or null for zero
     * @param epsilon positive
     */
    public static Tensor instance(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        long[] shape = x.shape();
        Shapes.requireImage("instance", -1, shape);
        Shapes.requirePositive("instance", "epsilon", epsilon);
        if (shape[2] * shape[3] < 2) {
            throw new IllegalArgumentException(
                    "instance expects at least 2 values per channel, got " + Shapes.text(shape));
        }
        return NativeCall.make(
                "instance",
                () -> torch.instance_norm(
                        x.handle(),
                        perChannel(x, "weight ", weight),
                        perChannel(x, "bias ", bias),
                        new TensorOptional(),
                        new TensorOptional(),
                        true,
                        0,
                        epsilon,
                        false));
    }

    private static TensorOptional perChannel(Tensor x, String what, @Nullable Tensor values) {
        if (values == null) {
            return new TensorOptional();
        }
        Shapes.requireEqual("instance", what, new long[] {x.shape()[1]}, values.shape());
        Shapes.requireAlike("instance", x, values);
        return new TensorOptional(values.handle());
    }

    /**
     * (x - mean) / (deviation + epsilon) over C, H, W, with the unbiased deviation.
     *
     * @param x [N,C,H,W] with C*H*W at least 2
     * @param epsilon positive
     */
    public static Tensor image(Tensor x, double epsilon) {
        Shapes.requireImage("image", -1, x.shape());
        Shapes.requirePositive("image", "epsilon", epsilon);
        Tensor deviation = Reductions.deviation(x, true, 1, 2, 3).add(epsilon);
        return x.sub(x.mean(true, 1, 2, 3)).div(deviation);
    }
}
