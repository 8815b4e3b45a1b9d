package io.grainflow.graph;

import java.util.Arrays;

/**
 * One operation of a {@link Graph} on values [N,C,H,W], or on vectors [N,C,1,1] that are the same at every position. Parameters are numbers, not names: normalisations are folded into convolutions
 * before a graph is built. Arrays are not copied and must not be changed afterwards.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Operation {
    /** Number of values that it takes. */
    default int arity() {
        return 1;
    }

    /**
     * An input of the graph.
     *
     * @param name under which callers provide it
     * @param halvings how often its height and width are those of the whole image halved
     */
    record Input(String name, int channels, int halvings) implements Operation {
        @Override
        public int arity() {
            return 0;
        }
    }

    /**
     * A row of a table, chosen per sample by its camera and ISO: [N,C,1,1], the same at every position.
     *
     * @param rows [captures][C]
     */
    record Table(float[][] rows) implements Operation {
        public Table {
            if (rows.length == 0
                    || rows[0].length == 0
                    || Arrays.stream(rows).anyMatch(row -> row.length != rows[0].length)) {
                throw new IllegalArgumentException("Table expects rows of one length, got " + rows.length + " rows");
            }
        }

        public int channels() {
            return rows[0].length;
        }

        /**
         * The row of a capture. A table of one row has the same for all captures.
         *
         * @throws IllegalArgumentException if there is none
         */
        public float[] row(int capture) {
            if (rows.length > 1 && (capture < 0 || capture >= rows.length)) {
                throw new IllegalArgumentException("Table expects a row of " + rows.length + ", got " + capture);
            }
            return rows.length == 1 ? rows[0] : rows[capture];
        }

        @Override
        public int arity() {
            return 0;
        }
    }

    /** What a convolution reads beyond the border of the image. */
    enum Border {
        /** Zeros. */
        ZERO,
        /**
         * The value mirrored about its outermost positions, which are not repeated: position -i is position i. Where the image is too small
         * for that, it is mirrored repeatedly; a single row or column is repeated.
         */
        REFLECT
    }

    /**
     * Cross-correlation that keeps the size, stride 1. One of 1x1 also takes values that are the same at every position.
     *
     * @param kernel side of the window, odd
     * @param weight [outputs,inputs,kernel,kernel]
     * @param bias [outputs]
     * @param border what it reads beyond the border
     */
    record Convolution(int inputs, int outputs, int kernel, float[] weight, float[] bias, Border border)
            implements Operation {
        public Convolution {
            if (kernel < 1 || kernel % 2 == 0) {
                throw new IllegalArgumentException("Convolution expects an odd kernel, got " + kernel);
            }
            requireSize("Convolution", weight, bias, inputs * outputs * kernel * kernel, outputs);
        }

        /** With zero padding. */
        public Convolution(int inputs, int outputs, int kernel, float[] weight, float[] bias) {
            this(inputs, outputs, kernel, weight, bias, Border.ZERO);
        }

        /** The same convolution with other weights and bias. */
        public Convolution with(float[] weights, float[] biases) {
            return new Convolution(inputs, outputs, kernel, weights, biases, border);
        }

        /** Whether it reads mirrored positions. */
        public boolean reflects() {
            return border == Border.REFLECT && kernel > 1;
        }

        /** How many positions to each side an output sees. */
        public int radius() {
            return kernel / 2;
        }

        /**
         * Whether it has so few channels on one side that it is bound by memory, not by multiplications. Such convolutions read the image
         * or write the result: they need full precision, and cost little in float32.
         */
        public boolean isNarrow() {
            return isNarrow(inputs, outputs);
        }

        /** The same of any number of channels. */
        public static boolean isNarrow(int inputs, int outputs) {
            return Math.min(inputs, outputs) < WIDE;
        }

        private static final int WIDE = 16;
    }

    /**
     * Transposed convolution 3x3 with stride 2, padding 1 and output padding 1: twice the height and width.
     *
     * @param weight [inputs,outputs,3,3]
     * @param bias [outputs]
     */
    record TransposedConvolution(int inputs, int outputs, float[] weight, float[] bias) implements Operation {
        public TransposedConvolution {
            requireSize("TransposedConvolution", weight, bias, inputs * outputs * 9, outputs);
        }
    }

    /** An operation that needs statistics of all positions of the whole image. */
    sealed interface Statistic extends Operation {}

    /**
     * Instance normalisation (Ulyanov et al., 2016, equation 2): gamma * (x - mean) / sqrt(variance + epsilon) + beta over the positions of
     * each channel, with the biased variance.
     *
     * @param gamma [C]
     * @param beta [C]
     * @param epsilon positive
     */
    record InstanceNorm(float[] gamma, float[] beta, double epsilon) implements Statistic {
        public InstanceNorm {
            if (gamma.length == 0 || gamma.length != beta.length || !(epsilon > 0)) {
                throw new IllegalArgumentException("InstanceNorm expects equally many gammas and betas and a positive"
                        + " epsilon, got " + gamma.length + ", " + beta.length + ", " + epsilon);
            }
        }
    }

    /**
     * (x - mean) / (deviation + epsilon) over channels and positions, with the unbiased deviation.
     *
     * @param epsilon positive
     */
    record ImageNorm(double epsilon) implements Statistic {
        public ImageNorm {
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("ImageNorm expects a positive epsilon, got " + epsilon);
            }
        }
    }

    /** Mean over the positions of each channel: a vector [N,C,1,1], the same at every position. */
    record GlobalAverage() implements Statistic {}

    /** Largest of each 2x2 block: half the height and width. */
    record MaxPool() implements Operation {}

    /** Every position becomes a block of 2x2 (nearest neighbour). */
    record Upsample() implements Operation {}

    /** Trades space for channels: channel 4c + 2i + j comes from row i, column j of each 2x2 block of channel c. */
    record Squeeze() implements Operation {}

    /** The inverse of {@link Squeeze}. */
    record Unsqueeze() implements Operation {}

    /** The channels of the first value, then those of the second. Either may be the same at every position. */
    record Concat() implements Operation {
        @Override
        public int arity() {
            return 2;
        }
    }

    /** Channels from (included) to (excluded). */
    record Slice(int from, int to) implements Operation {}

    /** An arithmetic operation on two values. */
    enum Arithmetic {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    /** Arithmetic on two values of equal shape, or on one and a second of equal channels that is the same at every position. */
    record Binary(Arithmetic kind) implements Operation {

        @Override
        public int arity() {
            return 2;
        }
    }

    /** Which function. */
    enum Function {
        /** x where positive, else a * x. */
        LEAKY_RELU,
        /** a * x + b. */
        LINEAR,
        /** x clipped to [a, b]. */
        CLIP,
        /** e^x. */
        EXP,
        /** Natural logarithm. */
        LOG,
        /** Square root. */
        SQRT,
        /** Hyperbolic tangent. */
        TANH,
        /** 1 / (1 + e^-x). */
        SIGMOID,
        /** Largest whole number that is not above x. */
        FLOOR
    }

    /** A function of every number, with up to two constants. */
    record Unary(Function kind, double a, double b) implements Operation {

        /** A function without constants. */
        public static Unary of(Function kind) {
            return new Unary(kind, 0, 0);
        }

        /** max(x, 0). */
        public static Unary relu() {
            return new Unary(Function.LEAKY_RELU, 0, 0);
        }

        /** factor * x + offset. */
        public static Unary linear(double factor, double offset) {
            return new Unary(Function.LINEAR, factor, offset);
        }
    }

    private static void requireSize(String name, float[] weight, float[] bias, int weights, int outputs) {
        if (weight.length != weights || bias.length != outputs) {
            throw new IllegalArgumentException(name + " expects " + weights + " weights and " + outputs
                    + " biases, got " + weight.length + " and " + bias.length);
        }
    }
}
