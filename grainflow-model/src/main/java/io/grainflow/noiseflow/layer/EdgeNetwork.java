package io.grainflow.noiseflow.layer;

import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network inside the couplings of Noise Flow and Flow-sRGB: convolutions 3x3, 1x1 and 3x3 with normalisation and ReLU behind the first
 * two. The last convolution reads an extra channel that is 1 outside the image, so that borders can be distinguished from dark areas, and
 * its outputs are multiplied by exp(3 * logs) (Glow's zero-initialised convolutions).
 */
final class EdgeNetwork {
    private static final double LOGS_FACTOR = 3;

    /** How the first two convolutions are normalised. */
    enum Normalisation {
        /** The released TensorFlow code: without learned parameters; the running variance takes the biased batch variance. */
        PLAIN(1e-4, false),
        /** The released PyTorch code: with learned scale and shift; the running variance takes the unbiased batch variance. */
        AFFINE(1e-5, true);

        private final double epsilon;
        private final boolean learned;

        Normalisation(double epsilon, boolean learned) {
            this.epsilon = epsilon;
            this.learned = learned;
        }
    }

    private static final double MOMENTUM = 0.1;

    private final String name;
    private final Parameters parameters;
    private final Mode mode;
    private final Normalisation normalisation;

    EdgeNetwork(String name, Parameters parameters, Mode mode, Normalisation normalisation) {
        this.name = name;
        this.parameters = parameters;
        this.mode = mode;
        this.normalisation = normalisation;
    }

    /**
     * Its parameters: {@code conv1} 3x3, {@code conv2} 1x1 and {@code conv3} 3x3 with weight and bias, {@code logs} [outputs]; running mean
     * and variance behind the first two, with learned scale and shift if the normalisation has them.
     */
    static List<ParameterSlot> slots(String name, int inputs, int outputs, int width, Normalisation normalisation) {
        List<ParameterSlot> slots = new ArrayList<>();
        slots.add(ParameterSlot.of(name + ".conv1.weight", ParameterSlot.Role.KERNEL, width, inputs, 3, 3));
        slots.add(ParameterSlot.of(name + ".conv1.bias", ParameterSlot.Role.SHIFT, width));
        slots.add(ParameterSlot.of(name + ".conv2.weight", ParameterSlot.Role.KERNEL, width, width, 1, 1));
        slots.add(ParameterSlot.of(name + ".conv2.bias", ParameterSlot.Role.SHIFT, width));
        slots.add(ParameterSlot.of(name + ".conv3.weight", ParameterSlot.Role.KERNEL, outputs, width + 1L, 3, 3));
        slots.add(ParameterSlot.of(name + ".conv3.bias", ParameterSlot.Role.SHIFT, outputs));
        slots.add(ParameterSlot.of(name + ".logs", ParameterSlot.Role.FREE, outputs));
        for (String norm : List.of(".norm1", ".norm2")) {
            if (normalisation.learned) {
                slots.add(ParameterSlot.of(name + norm + ".weight", ParameterSlot.Role.SCALE, width));
                slots.add(ParameterSlot.of(name + norm + ".bias", ParameterSlot.Role.SHIFT, width));
            }
            slots.add(ParameterSlot.of(name + norm + ".mean", ParameterSlot.Role.RUNNING_MEAN, width));
            slots.add(ParameterSlot.of(name + norm + ".variance", ParameterSlot.Role.RUNNING_VARIANCE, width));
        }
        return List.copyOf(slots);
    }

    /** [N,inputs,H,W] to [N,outputs,H,W]. */
    Tensor apply(Tensor input) {
        Tensor x = input.conv2d(get("conv1.weight"), get("conv1.bias"), 1, 1);
        x = normalised(x, "norm1").relu();
        x = normalised(x.conv2d(get("conv2.weight"), get("conv2.bias"), 1, 0), "norm2")
                .relu();
        return last(x);
    }

    /** The extra channel is the same for all samples, so its part of the convolution is computed once. */
    private Tensor last(Tensor x) {
        Tensor kernel = get("conv3.weight");
        long outputs = kernel.shape()[0];
        long width = kernel.shape()[1] - 1;
        Tensor inner = x.conv2d(kernel.narrow(1, 0, width).contiguous(), get("conv3.bias"), 1, 1);
        Tensor edges = ring(x).conv2d(kernel.narrow(1, width, 1).contiguous(), null, 1, 0);
        Tensor scale = get("logs").mul(LOGS_FACTOR).exp().reshape(1, outputs, 1, 1);
        return inner.add(edges).mul(scale);
    }

    /** 1 around the image and 0 inside, [1,1,H+2,W+2]. */
    private static Tensor ring(Tensor x) {
        int height = Math.toIntExact(x.shape()[2]) + 2;
        int width = Math.toIntExact(x.shape()[3]) + 2;
        float[] values = new float[height * width];
        Arrays.fill(values, 0, width, 1);
        Arrays.fill(values, (height - 1) * width, height * width, 1);
        for (int row = 1; row < height - 1; row++) {
            values[row * width] = 1;
            values[(row + 1) * width - 1] = 1;
        }
        return Tensor.of(values, 1, 1, height, width).to(x.dtype()).to(x.device());
    }

    private Tensor normalised(Tensor x, String norm) {
        Tensor runningMean = get(norm + ".mean");
        Tensor runningVariance = get(norm + ".variance");
        if (mode == Mode.EVAL) {
            Tensor scale = runningVariance.add(normalisation.epsilon).sqrt();
            return learned(x.sub(spread(runningMean)).div(spread(scale)), norm);
        }
        Tensor mean = x.mean(true, 0, 2, 3);
        Tensor centred = x.sub(mean);
        Tensor variance = centred.square().mean(true, 0, 2, 3);
        long[] shape = x.shape();
        double count = (double) shape[0] * shape[2] * shape[3];
        remember(runningMean, mean);
        remember(runningVariance, normalisation.learned ? variance.mul(count / (count - 1)) : variance);
        return learned(centred.div(variance.add(normalisation.epsilon).sqrt()), norm);
    }

    private Tensor learned(Tensor x, String norm) {
        return normalisation.learned ? x.mul(spread(get(norm + ".weight"))).add(spread(get(norm + ".bias"))) : x;
    }

    private static Tensor spread(Tensor perChannel) {
        return perChannel.reshape(1, perChannel.shape()[0], 1, 1);
    }

    private static void remember(Tensor running, Tensor batch) {
        Tensor now = batch.detach().reshape(running.shape());
        running.copyFrom(running.mul(1 - MOMENTUM).add(now.mul(MOMENTUM)));
    }

    /** The same network on the heap, with the running statistics folded in. */
    FoldedCoupling folded(double rescale) {
        int width = Math.toIntExact(get("conv1.bias").shape()[0]);
        int half = Math.toIntExact(get("logs").shape()[0] / 2);
        double[] first = get("conv1.weight").toDoubles();
        double[] firstBias = get("conv1.bias").toDoubles();
        fold(first, firstBias, "norm1");
        double[] second = get("conv2.weight").toDoubles();
        double[] secondBias = get("conv2.bias").toDoubles();
        fold(second, secondBias, "norm2");
        double[] third = get("conv3.weight").toDoubles();
        double[] thirdBias = get("conv3.bias").toDoubles();
        double[] logs = get("logs").toDoubles();
        for (int output = 0; output < logs.length; output++) {
            scale(third, thirdBias, output, Math.exp(LOGS_FACTOR * logs[output]), 0);
        }
        return new FoldedCoupling(half, width, first, firstBias, second, secondBias, third, thirdBias, rescale);
    }

    private void fold(double[] kernel, double[] bias, String norm) {
        double[] mean = get(norm + ".mean").toDoubles();
        double[] variance = get(norm + ".variance").toDoubles();
        double[] weight = normalisation.learned ? get(norm + ".weight").toDoubles() : new double[0];
        double[] shift = normalisation.learned ? get(norm + ".bias").toDoubles() : new double[0];
        for (int output = 0; output < bias.length; output++) {
            double factor =
                    (normalisation.learned ? weight[output] : 1) / Math.sqrt(variance[output] + normalisation.epsilon);
            scale(kernel, bias, output, factor, mean[output]);
            bias[output] += normalisation.learned ? shift[output] : 0;
        }
    }

    /** Folds a normalisation: the output k * x + b becomes factor * (k * x + b - mean). */
    private static void scale(double[] kernel, double[] bias, int output, double factor, double mean) {
        int taps = kernel.length / bias.length;
        for (int i = output * taps; i < (output + 1) * taps; i++) {
            kernel[i] *= factor;
        }
        bias[output] = factor * (bias[output] - mean);
    }

    private Tensor get(String part) {
        return parameters.get(name + "." + part);
    }
}
