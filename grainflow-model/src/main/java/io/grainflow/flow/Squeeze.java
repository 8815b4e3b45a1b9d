package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/**
 * Trades space for channels (Dinh, Sohl-Dickstein, Bengio, Real NVP, 2017, section 3.6): [N,C,H,W] to [N,4C,H/2,W/2], output
 * channel 4c + 2i + j from the pixel at row i, column j of each 2x2 block of channel c. Log-determinant 0.
 */
public final class Squeeze implements Transform {
    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return new Transformed(unshuffle(x), none(x));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        long[] shape = z.shape();
        long channels = shape[1] / 4;
        Tensor value = z.reshape(shape[0], channels, 2, 2, shape[2], shape[3])
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(shape[0], channels, 2 * shape[2], 2 * shape[3]);
        return new Transformed(value, none(z));
    }

    /** The rearrangement alone. */
    static Tensor unshuffle(Tensor x) {
        long[] shape = x.shape();
        if (shape.length != 4 || shape[2] % 2 != 0 || shape[3] % 2 != 0) {
            throw new IllegalArgumentException(
                    "Squeeze expects [N,C,H,W] of even height and width, got " + java.util.Arrays.toString(shape));
        }
        return x.reshape(shape[0], shape[1], shape[2] / 2, 2, shape[3] / 2, 2)
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(shape[0], 4 * shape[1], shape[2] / 2, shape[3] / 2);
    }

    private static Tensor none(Tensor x) {
        return Tensor.zeros(x.shape()[0]).to(x.dtype()).to(x.device());
    }
}
