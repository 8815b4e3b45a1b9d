package io.grainflow.network;

import java.util.List;

/**
 * One operation of a {@link Network} on values [N,C,H,W]. The layers of this file have a bounded receptive field; {@link GlobalLayer}s
 * depend on the whole image. Strides, pooling, upsampling, transposed convolutions and space-to-depth layers change height and width.
 *
 * <p>Every interpreter of networks defines its result for each kind of layer in a {@link LayerCases}.
 */
public sealed interface Layer
        permits GlobalLayer,
                Layer.Convolution,
                Layer.TransposedConvolution,
                Layer.BatchNorm,
                Layer.ActNorm,
                Layer.LogScale,
                Layer.Relu,
                Layer.LeakyRelu,
                Layer.PRelu,
                Layer.Sigmoid,
                Layer.Tanh,
                Layer.Dropout,
                Layer.Add,
                Layer.Subtract,
                Layer.Multiply,
                Layer.Concat,
                Layer.Slice,
                Layer.MaxPool,
                Layer.Upsample,
                Layer.SpaceToDepth,
                Layer.DepthToSpace,
                Layer.Offset,
                Layer.Scale,
                Layer.ToneMap {
    /** Number of values that it takes. */
    default int arity() {
        return 1;
    }

    /** Its parameters, in the order of the file. */
    default List<ParameterSlot> parameters() {
        return List.of();
    }

    /** Padding beyond the border of an image. */
    enum Border {
        /** Zeros. */
        ZERO,
        /** The image mirrored about its outermost pixels, which are not repeated. */
        REFLECT
    }

    /**
     * Cross-correlation that keeps the size, or halves it with stride 2. Padding is (kernel - 1) / 2, rounded down, on every side.
     *
     * @param name prefix of its parameters: {@code name.weight} [outputs,inputs,kernel,kernel], {@code name.bias}
     * @param kernel odd, with stride 2 any from 2 on
     * @param stride 1 or 2
     */
    record Convolution(String name, int inputs, int outputs, int kernel, boolean bias, int stride, Border border)
            implements Layer {
        public Convolution {
            if (inputs < 1 || outputs < 1 || kernel < 1 || (stride == 1 && kernel % 2 == 0)) {
                throw new IllegalArgumentException("Convolution " + name
                        + " expects at least one input and output and an odd kernel, got " + inputs + ", " + outputs
                        + ", "
                        + kernel);
            }
            if (stride < 1 || stride > 2 || kernel < stride) {
                throw new IllegalArgumentException("Convolution " + name
                        + " expects stride 1, or 2 with a kernel of at least 2, got " + stride + " with " + kernel);
            }
        }

        /** With zero padding and stride 1. */
        public Convolution(String name, int inputs, int outputs, int kernel, boolean bias) {
            this(name, inputs, outputs, kernel, bias, 1, Border.ZERO);
        }

        /** The same with a bias. */
        Convolution biased() {
            return new Convolution(name, inputs, outputs, kernel, true, stride, border);
        }

        public String weightName() {
            return name + ".weight";
        }

        public String biasName() {
            return name + ".bias";
        }

        /** Receptive radius of an output pixel, which equals the padding. */
        public int radius() {
            return (kernel - 1) / 2;
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

    /**
     * x where positive, else slope * x with a learned slope (He et al., ICCV 2015, equation 1), one for all channels.
     *
     * @param name prefix of its parameter {@code name.weight} [1], which starts at 0.25
     */
    record PRelu(String name) implements Layer {
        public String slopeName() {
            return name + ".weight";
        }

        @Override
        public List<ParameterSlot> parameters() {
            return List.of(ParameterSlot.of(slopeName(), ParameterSlot.Role.SLOPE, 1));
        }
    }

    /** 1 / (1 + e^-x). */
    record Sigmoid() implements Layer {}

    /** Hyperbolic tangent. */
    record Tanh() implements Layer {}

    /**
     * Sets values to zero at random in training, and multiplies the others by 1 / (1 - rate) (Srivastava et al., JMLR 2014). In evaluation
     * it is the identity.
     *
     * @param name of the stream of random numbers, a child of the seed of the forward pass
     * @param rate probability that a value is dropped, in [0,1)
     * @param wholeChannels whether whole channels of a sample are dropped instead of single values
     */
    record Dropout(String name, double rate, boolean wholeChannels) implements Layer {
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new IllegalArgumentException("Dropout " + name + " expects a rate in [0,1), got " + rate);
            }
        }
    }

    /**
     * Product of two values of equal size; the second has as many channels as the first, or a single channel that multiplies all channels,
     * or is a vector.
     */
    record Multiply() implements Layer {
        @Override
        public int arity() {
            return 2;
        }
    }

    /** Channels from (included) to (excluded). */
    record Slice(int from, int to) implements Layer {
        public Slice {
            if (from < 0 || from >= to) {
                throw new IllegalArgumentException("Slice expects 0 <= from < to, got " + from + ", " + to);
            }
        }
    }

    /** Trades space for channels: channel 4c + 2i + j comes from row i, column j of each 2x2 block of channel c. */
    record SpaceToDepth() implements Layer {}

    /** The inverse of {@link SpaceToDepth}, known as pixel shuffle (Shi et al., CVPR 2016, equation 4). */
    record DepthToSpace() implements Layer {}

    /** Largest of each 2x2 block: half the height and width, which must be even. */
    record MaxPool() implements Layer {}

    /** Every pixel becomes a block of 2x2 (nearest neighbour). */
    record Upsample() implements Layer {}

    /**
     * Transposed convolution with stride 2: twice the height and width. Padding and output padding are 1 for 3x3, 0 for 2x2.
     *
     * @param name prefix of its parameters: {@code name.weight} [inputs,outputs,kernel,kernel], {@code name.bias} [outputs]
     * @param kernel 2 or 3
     */
    record TransposedConvolution(String name, int inputs, int outputs, int kernel) implements Layer {
        public TransposedConvolution {
            if (inputs < 1 || outputs < 1) {
                throw new IllegalArgumentException("TransposedConvolution " + name
                        + " expects at least one input and output, got " + inputs + ", " + outputs);
            }
            if (kernel != 2 && kernel != 3) {
                throw new IllegalArgumentException(
                        "TransposedConvolution " + name + " expects kernel 2 or 3, got " + kernel);
            }
        }

        /** Of 3x3. */
        public TransposedConvolution(String name, int inputs, int outputs) {
            this(name, inputs, outputs, 3);
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
                    ParameterSlot.of(weightName(), ParameterSlot.Role.KERNEL, inputs, outputs, kernel, kernel),
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
     * Reinhard's tone mapping of unbounded linear radiance, (v / (1 + v))^(1/2.2), with negative values as 0, on the first channels; the
     * other channels are not changed (Lehtinen et al., Noise2Noise, ICML 2018, section 3.3).
     */
    record ToneMap(int channels) implements Layer {}
}
