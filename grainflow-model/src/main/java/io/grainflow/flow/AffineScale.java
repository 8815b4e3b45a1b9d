package io.grainflow.flow;

import io.grainflow.tensor.Tensor;

/** How a network's raw output becomes the scale of an affine map. */
public enum AffineScale {
    /**
     * sigmoid(raw + 2) + 0.001, in (0.001, 1.001), as the released code of NAFlow has it: dividing by it can blow values up a
     * thousandfold per layer, which is why deep flows fail to train with it.
     */
    SIGMOID {
        @Override
        Scaled of(Tensor raw) {
            Tensor scale = raw.add(2).sigmoid().add(FLOOR);
            return new Scaled(scale, scale.log());
        }
    },
    /** exp(B * tanh(raw / B)) with B = 1.5: at most a factor of 4.5 either way, 1 where the network is silent. */
    BOUNDED {
        @Override
        Scaled of(Tensor raw) {
            Tensor log = raw.mul(1 / BOUND).tanh().mul(BOUND);
            return new Scaled(log.exp(), log);
        }
    };

    private static final double FLOOR = 0.001;
    private static final double BOUND = 1.5;

    /**
     * A scale and its natural logarithm.
     *
     * @param scale positive
     */
    record Scaled(Tensor scale, Tensor log) {}

    abstract Scaled of(Tensor raw);
}
