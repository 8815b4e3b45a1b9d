package io.grainflow.flow;

import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Affine coupling of Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019; from Real NVP, Dinh et al., 2017): the second half of the
 * channels becomes h2 * exp(l) + t, where t and l = scale * tanh(r) come from the first half through three convolutions. The last
 * of them sees an extra channel that is 1 outside the image, so that borders can be told from dark places.
 */
public final class EdgeCoupling implements Transform {
    private static final double EPSILON = 1e-4;
    private static final double MOMENTUM = 0.1;
    private static final double LOGS_FACTOR = 3;

    private final String name;
    private final Parameters parameters;
    private final Mode mode;

    /**
     * A coupling.
     *
     * @param name prefix of its parameters
     * @param mode TRAIN normalises by the batch's statistics and updates the running ones among the parameters
     */
    public EdgeCoupling(String name, Parameters parameters, Mode mode) {
        this.name = name;
        this.parameters = parameters;
        this.mode = mode;
    }

    /**
     * Its parameters: {@code rescale} [1]; {@code conv1} 3x3, {@code conv2} 1x1 and {@code conv3} 3x3 with weight and bias, {@code
     * logs} [C]; running mean and variance behind the first two.
     *
     * @param channels C of what it transforms, even
     * @param width channels inside
     */
    public static List<ParameterSlot> slots(String name, int channels, int width) {
        int half = channels / 2;
        List<ParameterSlot> slots = new ArrayList<>();
        slots.add(ParameterSlot.of(name + ".rescale", ParameterSlot.Role.FREE, 1));
        slots.add(ParameterSlot.of(name + ".conv1.weight", ParameterSlot.Role.KERNEL, width, half, 3, 3));
        slots.add(ParameterSlot.of(name + ".conv1.bias", ParameterSlot.Role.SHIFT, width));
        slots.add(ParameterSlot.of(name + ".conv2.weight", ParameterSlot.Role.KERNEL, width, width, 1, 1));
        slots.add(ParameterSlot.of(name + ".conv2.bias", ParameterSlot.Role.SHIFT, width));
        slots.add(ParameterSlot.of(name + ".conv3.weight", ParameterSlot.Role.KERNEL, 2L * half, width + 1L, 3, 3));
        slots.add(ParameterSlot.of(name + ".conv3.bias", ParameterSlot.Role.SHIFT, 2L * half));
        slots.add(ParameterSlot.of(name + ".logs", ParameterSlot.Role.FREE, 2L * half));
        for (String norm : List.of(".norm1", ".norm2")) {
            slots.add(ParameterSlot.of(name + norm + ".mean", ParameterSlot.Role.RUNNING_MEAN, width));
            slots.add(ParameterSlot.of(name + norm + ".variance", ParameterSlot.Role.RUNNING_VARIANCE, width));
        }
        return List.copyOf(slots);
    }

    /** How far around a position it sees. */
    public static int radius() {
        return 2;
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        long half = x.shape()[1] / 2;
        Tensor first = x.narrow(1, 0, half);
        ShiftAndScale affine = of(first);
        Tensor second = x.narrow(1, half, half).mul(affine.logScale().exp()).add(affine.shift());
        return new Transformed(Tensor.cat(List.of(first, second), 1), affine.logAbsDet(condition));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        long half = z.shape()[1] / 2;
        Tensor first = z.narrow(1, 0, half);
        ShiftAndScale affine = of(first);
        Tensor second = z.narrow(1, half, half)
                .sub(affine.shift())
                .mul(affine.logScale().neg().exp());
        return new Transformed(
                Tensor.cat(List.of(first, second), 1),
                affine.logAbsDet(condition).neg());
    }

    private record ShiftAndScale(Tensor shift, Tensor logScale) {
        Tensor logAbsDet(Condition condition) {
            return condition.weights().sum(logScale, 0);
        }
    }

    private ShiftAndScale of(Tensor first) {
        Tensor x = first.conv2d(get("conv1.weight"), get("conv1.bias"), 1, 1);
        x = normalised(x, "norm1").relu();
        x = normalised(x.conv2d(get("conv2.weight"), get("conv2.bias"), 1, 0), "norm2")
                .relu();
        Tensor output = last(x);
        long half = output.shape()[1] / 2;
        Tensor log = output.narrow(1, half, half).tanh().mul(get("rescale").reshape(1, 1, 1, 1));
        return new ShiftAndScale(output.narrow(1, 0, half), log);
    }

    /** The extra channel is the same for all samples: its part of the convolution is computed once for all of them. */
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
        long channels = x.shape()[1];
        Tensor runningMean = get(norm + ".mean");
        Tensor runningVariance = get(norm + ".variance");
        if (mode == Mode.EVAL) {
            Tensor scale = runningVariance.add(EPSILON).sqrt().reshape(1, channels, 1, 1);
            return x.sub(runningMean.reshape(1, channels, 1, 1)).div(scale);
        }
        Tensor mean = x.mean(true, 0, 2, 3);
        Tensor centred = x.sub(mean);
        // the variance of the batch itself, not the estimate for what it was drawn from
        Tensor variance = centred.square().mean(true, 0, 2, 3);
        remember(runningMean, mean);
        remember(runningVariance, variance);
        return centred.div(variance.add(EPSILON).sqrt());
    }

    private static void remember(Tensor running, Tensor batch) {
        Tensor now = batch.detach().reshape(running.shape());
        running.copyFrom(running.mul(1 - MOMENTUM).add(now.mul(MOMENTUM)));
    }

    /** Its network on the heap, normalised by the running statistics. */
    public FoldedCoupling folded() {
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
        return new FoldedCoupling(
                half,
                width,
                first,
                firstBias,
                second,
                secondBias,
                third,
                thirdBias,
                get("rescale").toDoubles()[0]);
    }

    private void fold(double[] kernel, double[] bias, String norm) {
        double[] mean = get(norm + ".mean").toDoubles();
        double[] variance = get(norm + ".variance").toDoubles();
        for (int output = 0; output < bias.length; output++) {
            scale(kernel, bias, output, 1 / Math.sqrt(variance[output] + EPSILON), mean[output]);
        }
    }

    /** Makes an output k * x + b into factor * (k * x + b - mean). */
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
