package io.grainflow.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Fully connected layers. */
public final class Dense {
    private Dense() {}

    /**
     * x * weight' + bias: [N,I] to [N,O].
     *
     * @param x [N,I]
     * @param weight [O,I]
     * @param bias [O], or null for none
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        long[] w = weight.shape();
        if (w.length != 2) {
            throw new IllegalArgumentException("linear expects weight [O,I], got " + Shapes.text(w));
        }
        long[] shape = x.shape();
        if (shape.length != 2 || shape[1] != w[1]) {
            throw new IllegalArgumentException("linear expects input [N," + w[1] + "], got " + Shapes.text(shape));
        }
        Shapes.requireAlike("linear", x, weight);
        if (bias != null) {
            Shapes.requireEqual("linear", "bias ", new long[] {w[0]}, bias.shape());
            Shapes.requireAlike("linear", x, bias);
        }
        return NativeCall.make(
                "linear",
                () -> torch.linear(
                        x.handle(),
                        weight.handle(),
                        bias == null ? new TensorOptional() : new TensorOptional(bias.handle())));
    }
}
