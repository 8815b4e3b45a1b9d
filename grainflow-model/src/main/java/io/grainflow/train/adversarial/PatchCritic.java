package io.grainflow.train.adversarial;

import io.grainflow.network.GlobalLayer;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;

/**
 * The critic of patches that NeCA (CVPR 2023) and NM-FlowGAN (arXiv 2312.10112) share: one 7x7 convolution, then a 4x4 convolution that halves
 * the size and a 3x3 convolution that doubles the width in turn, at the end two fully connected layers. It gives one number [N,1,1,1] for
 * a patch [N,inputs,size,size].
 *
 * @param inputs channels of a patch
 * @param size height and width of patches, divisible by 2^halvings
 * @param width channels at full size; the published critics have 64
 * @param halvings number of 4x4 convolutions; the published critics have 5 for patches of 96 pixels, 3 for patches of 32
 * @param doublings how often the width doubles at most; the published critics have 3
 * @param normalised whether instance normalisation follows each convolution but the first, as in NM-FlowGAN
 */
public record PatchCritic(int inputs, int size, int width, int halvings, int doublings, boolean normalised) {
    /** Width of the hidden fully connected layer. */
    private static final int HIDDEN = 100;

    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-5;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PatchCritic {
        if (inputs < 1 || width < 1 || width > 1024 || halvings < 1 || halvings > 8 || doublings < 0) {
            throw new IllegalArgumentException("PatchCritic expects inputs, a width of 1 to 1024, 1 to 8 halvings and"
                    + " doublings, got " + inputs + ", " + width + ", " + halvings + ", " + doublings);
        }
        if (size < 1 << halvings || size % (1 << halvings) != 0) {
            throw new IllegalArgumentException(
                    "PatchCritic expects patches divisible by " + (1 << halvings) + ", got " + size);
        }
    }

    /** The published critic of patches of 96 pixels. */
    public static PatchCritic published(int inputs, boolean normalised) {
        return new PatchCritic(inputs, 96, 64, 5, 3, normalised);
    }

    /**
     * The network. Its parameters are {@code features.K.0} (convolutions), {@code features.K.1} (normalisations), {@code classifier.0} and
     * {@code classifier.2}.
     *
     * @param prefix of the names of its parameters
     */
    public Network network(String prefix) {
        NetworkBuilder critic =
                new NetworkBuilder(inputs).then(new Layer.Convolution(prefix + "features.0.0", inputs, width, 7, true));
        int channels = width;
        int last = 2 * halvings - 1;
        for (int k = 1; k <= last; k++) {
            boolean halves = k % 2 == 1;
            int next = halves ? channels : width << Math.min(doublings, k / 2);
            critic.then(new Layer.Convolution(
                    prefix + "features." + k + ".0",
                    channels,
                    next,
                    halves ? 4 : 3,
                    true,
                    halves ? 2 : 1,
                    Layer.Border.ZERO));
            if (normalised) {
                critic.then(new GlobalLayer.InstanceNorm(prefix + "features." + k + ".1", next, true, EPSILON));
            }
            critic.then(new Layer.LeakyRelu(SLOPE));
            channels = next;
        }
        int side = size >> halvings;
        return critic.then(new GlobalLayer.Flatten(side, side))
                .then(new GlobalLayer.Linear(prefix + "classifier.0", channels * side * side, HIDDEN, true))
                .then(new Layer.LeakyRelu(SLOPE))
                .then(new GlobalLayer.Linear(prefix + "classifier.2", HIDDEN, 1, true))
                .build();
    }
}
