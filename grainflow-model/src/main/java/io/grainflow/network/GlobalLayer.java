package io.grainflow.network;

import java.util.List;

/**
 * A layer whose results depend on every pixel of the image, or that works on such results. A network with such a layer cannot be computed
 * in tiles: {@link Network#receptiveRadius} refuses it. Graphs ({@link NetworkGraph}) have all of these layers but {@link Flatten} of images.
 *
 * <p>Values without spatial positions are vectors [N,C,1,1].
 */
public sealed interface GlobalLayer extends Layer {
    /**
     * Instance normalisation (Ulyanov et al., 2016, equation 2): (x - mean) / sqrt(variance + epsilon) over the pixels of each channel,
     * with the biased variance of the current image, both in training and in evaluation.
     *
     * @param name prefix of its parameters, if it has any: {@code name.weight} (gamma), {@code name.bias} (beta), each [channels]
     * @param affine whether it has parameters
     * @param epsilon positive
     */
    record InstanceNorm(String name, int channels, boolean affine, double epsilon) implements GlobalLayer {
        public InstanceNorm {
            if (channels < 1 || !(epsilon > 0)) {
                throw new IllegalArgumentException("InstanceNorm " + name
                        + " expects channels and a positive epsilon, got " + channels + ", " + epsilon);
            }
        }

        public String gammaName() {
            return name + ".weight";
        }

        public String betaName() {
            return name + ".bias";
        }

        @Override
        public List<ParameterSlot> parameters() {
            return affine
                    ? List.of(
                            ParameterSlot.of(gammaName(), ParameterSlot.Role.SCALE, channels),
                            ParameterSlot.of(betaName(), ParameterSlot.Role.SHIFT, channels))
                    : List.of();
        }
    }

    /** (x - mean) / (deviation + epsilon) over channels and pixels of an image, with the unbiased deviation. */
    record ImageNorm(double epsilon) implements GlobalLayer {
        public ImageNorm {
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("ImageNorm expects a positive epsilon, got " + epsilon);
            }
        }
    }

    /** Mean over the pixels of each channel: an image [N,C,H,W] to a vector [N,C,1,1]. */
    record GlobalAverage() implements GlobalLayer {}

    /**
     * An image of one size [N,C,height,width] as a vector [N,C*height*width,1,1], channel by channel and row by row. 1x1 declares that a
     * network's input is a vector.
     */
    record Flatten(int height, int width) implements GlobalLayer {
        public Flatten {
            if (height < 1 || width < 1) {
                throw new IllegalArgumentException("Flatten expects a height and width, got " + height + "x" + width);
            }
        }
    }

    /**
     * Fully connected layer: weight * x + bias.
     *
     * @param name prefix of its parameters: {@code name.weight} [outputs,inputs], {@code name.bias} [outputs]
     */
    record Linear(String name, int inputs, int outputs, boolean bias) implements GlobalLayer {
        public Linear {
            if (inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException(
                        "Linear " + name + " expects at least one input and output, got " + inputs + ", " + outputs);
            }
        }

        public String weightName() {
            return name + ".weight";
        }

        public String biasName() {
            return name + ".bias";
        }

        @Override
        public List<ParameterSlot> parameters() {
            ParameterSlot weight = ParameterSlot.of(weightName(), ParameterSlot.Role.KERNEL, outputs, inputs);
            return bias
                    ? List.of(weight, ParameterSlot.of(biasName(), ParameterSlot.Role.SHIFT, outputs))
                    : List.of(weight);
        }
    }
}
