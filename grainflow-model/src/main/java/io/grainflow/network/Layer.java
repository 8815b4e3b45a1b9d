package io.grainflow.network;

import java.util.List;

/** One operation of a {@link Network} on values [N,C,H,W]; only pooling, upsampling and transposed convolutions change height and width. */
public sealed interface Layer {
    /** Number of values that it takes. */
    default int arity() {
        return 1;
    }

    /** Its parameters, in the order of the file. */
    default List<ParameterSlot> parameters() {
        return List.of();
    }

    /**
     * Cross-correlation with zero padding that keeps the size, stride 1.
     *
     * @param name prefix of its parameters: {@code name.weight} [outputs,inputs,kernel,kernel], {@code name.bias}
     * @param kernel odd
     */
    record Convolution(String name, int inputs, int outputs, int kernel, boolean bias) implements Layer {
        public Convolution {
            if (inputs < 1 || outputs < 1 || kernel < 1 || kernel % 2 == 0) {
                throw new IllegalArgumentException("Convolution " + name
                        + " expects at least one input and output and an odd kernel, got " + inputs + ", " + outputs
                        + ", "
                        + kernel);
            }
        }

        public String weightName() {
            return name + ".weight";
        }

        public String biasName() {
            return name + ".bias";
        }

        /** How many pixels to each side an output pixel sees. */
        public int radius() {
            return kernel / 2;
        }

        @Override
        public List<ParameterSlot> parameters() {
            ParameterSlot weight =
                    ParameterSlot.of(weightName(), ParameterSlot.Role.KERNEL, outputs, inputs, kernel, kernel);
            return bias
                    ? List.of(weight, ParameterSlot.of(biasName(), ParameterSlot.Role.SHIFT, outputs))
                    : List.of(weight);
        }
    }

    /**
     * Batch normalisation (Ioffe, Szegedy 2015).
     *
     * @param name prefix of its parameters: {@code name.weight} (gamma), {@code name.bias} (beta), {@code
     *     name.running_mean}, {@code name.running_var}, each [channels]
     * @param epsilon added to the variance before the square root
     * @param momentum weight of the new batch's statistics, in [0,1] (PyTorch's sense)
     */
    record BatchNorm(String name, int channels, double epsilon, double momentum) implements Layer {
        public BatchNorm {
            if (channels < 1 || !(epsilon > 0) || !(momentum >= 0 && momentum <= 1)) {
                throw new IllegalArgumentException("BatchNorm " + name
                        + " expects channels, a positive epsilon and a momentum in [0,1], got " + channels + ", "
                        + epsilon
                        + ", " + momentum);
            }
        }

        public String gammaName() {
            return name + ".weight";
        }

        public String betaName() {
            return name + ".bias";
        }

        public String meanName() {
            return name + ".running_mean";
        }

        public String varianceName() {
            return name + ".running_var";
        }

        @Override
        public List<ParameterSlot> parameters() {
            return List.of(
                    ParameterSlot.of(gammaName(), ParameterSlot.Role.SCALE, channels),
                    ParameterSlot.of(betaName(), ParameterSlot.Role.SHIFT, channels),
                    ParameterSlot.of(meanName(), ParameterSlot.Role.RUNNING_MEAN, channels),
                    ParameterSlot.of(varianceName(), ParameterSlot.Role.RUNNING_VARIANCE, channels));
        }
    }

    /**
     * Affine map per channel (Kingma, Dhariwal, Glow, 2018, section 3.1): (x + bias) * exp(logs). The bias is added first.
     *
     * @param name prefix of its parameters: {@code name.bias}, {@code name.logs}, each [channels]
     */
    record ActNorm(String name, int channels) implements Layer {
        public ActNorm {
            if (channels < 1) {
                throw new IllegalArgumentException("ActNorm " + name + " expects channels, got " + channels);
            }
        }

        public String biasName() {
            return name + ".bias";
        }

        public String logsName() {
            return name + ".logs";
        }

        @Override
        public List<ParameterSlot> parameters() {
            return List.of(
                    ParameterSlot.of(biasName(), ParameterSlot.Role.SHIFT, channels),
                    ParameterSlot.of(logsName(), ParameterSlot.Role.SHIFT, channels));
        }
    }

    /**
     * Learned scale per channel: x * exp(factor * logs) (Glow's zero-initialised convolutions, factor 3).
     *
     * @param name prefix of its parameter {@code name.logs} [channels]
     */
    record LogScale(String name, int channels, double factor) implements Layer {
        public LogScale {
            if (channels < 1 || !Double.isFinite(factor)) {
                throw new IllegalArgumentException(
                        "LogScale " + name + " expects channels and a finite factor, got " + channels + ", " + factor);
            }
        }

        public String logsName() {
            return name + ".logs";
        }

        @Override
        public List<ParameterSlot> parameters() {
            return List.of(ParameterSlot.of(logsName(), ParameterSlot.Role.SHIFT, channels));
        }
    }

    /** Sum of two values of equal shapes. */
    record Add() implements Layer {
        @Override
        public int arity() {
            return 2;
        }
    }

    /** max(x, 0). */
    record Relu() implements Layer {}

    /** First value less the second, of equal shapes. */
    record Subtract() implements Layer {
        @Override
        public int arity() {
            return 2;
        }
    }

    /** x where positive, else slope * x. */
    record LeakyRelu(double slope) implements Layer {
        public LeakyRelu {
            if (!(slope >= 0 && slope < 1)) {
                throw new IllegalArgumentException("LeakyRelu expects a slope in [0,1), got " + slope);
            }
        }
    }

    /** Largest of each 2x2 block: half the height and width, which must be even. */
    record MaxPool() implements Layer {}

    /** Every pixel becomes a block of 2x2 (nearest neighbour). */
    record Upsample() implements Layer {}

    /**
     * Transposed convolution 3x3 with stride 2, padding 1 and output padding 1: twice the height and width.
     *
     * @param name prefix of its parameters: {@code name.weight} [inputs,outputs,3,3], {@code name.bias} [outputs]
     */
    record TransposedConvolution(String name, int inputs, int outputs) implements Layer {
        public TransposedConvolution {
            if (inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException("TransposedConvolution " + name
                        + " expects at least one input and output, got " + inputs + ", " + outputs);
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
            return List.of(
                    ParameterSlot.of(weightName(), ParameterSlot.Role.KERNEL, inputs, outputs, 3, 3),
                    ParameterSlot.of(biasName(), ParameterSlot.Role.SHIFT, outputs));
        }
    }

    /** The channels of the first value, then those of the second. */
    record Concat() implements Layer {
        @Override
        public int arity() {
            return 2;
        }
    }

    /** x + value. */
    record Offset(double value) implements Layer {}

    /** x * factor. */
    record Scale(double factor) implements Layer {}

    /**
     * Reinhard's curve for light of any brightness, (v / (1 + v))^(1/2.2), negative values as 0, on the first channels; the
     * others stay as they are (Lehtinen et al., Noise2Noise, ICML 2018, section 3.3).
     */
    record ToneMap(int channels) implements Layer {}
}
