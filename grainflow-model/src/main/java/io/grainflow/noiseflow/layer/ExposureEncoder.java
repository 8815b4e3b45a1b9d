package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Exposures;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One number for a camera and ISO (Kousha et al., CVPR 2022): a linear layer to five units, three residual blocks with batch normalisation
 * before each of their two linear layers, and a linear layer to one unit. In the released training all samples of a batch have the same
 * camera and ISO, so that the blocks receive no gradient; batches here mix captures.
 */
final class ExposureEncoder {
    private static final int UNITS = 5;
    private static final int BLOCKS = 3;
    private static final double EPSILON = 1e-3;
    private static final double MOMENTUM = 0.1;

    private final String name;
    private final Parameters parameters;
    private final Mode mode;

    ExposureEncoder(String name, Parameters parameters, Mode mode) {
        this.name = name;
        this.parameters = parameters;
        this.mode = mode;
    }

    static List<ParameterSlot> slots(String name, int cameras, int isos) {
        List<ParameterSlot> slots = new ArrayList<>(linear(name + ".initial", UNITS, (long) isos + cameras));
        for (int block = 0; block < BLOCKS; block++) {
            for (int i = 0; i < 2; i++) {
                String norm = name + ".blocks." + block + ".norm" + i;
                slots.add(ParameterSlot.of(norm + ".weight", ParameterSlot.Role.SCALE, UNITS));
                slots.add(ParameterSlot.of(norm + ".bias", ParameterSlot.Role.SHIFT, UNITS));
                slots.add(ParameterSlot.of(norm + ".mean", ParameterSlot.Role.RUNNING_MEAN, UNITS));
                slots.add(ParameterSlot.of(norm + ".variance", ParameterSlot.Role.RUNNING_VARIANCE, UNITS));
                slots.addAll(linear(name + ".blocks." + block + ".linear" + i, UNITS, UNITS));
            }
        }
        slots.addAll(linear(name + ".final", 1, UNITS));
        return List.copyOf(slots);
    }

    private static List<ParameterSlot> linear(String name, long outputs, long inputs) {
        return List.of(
                ParameterSlot.of(name + ".weight", ParameterSlot.Role.FREE, outputs, inputs),
                ParameterSlot.of(name + ".bias", ParameterSlot.Role.SHIFT, outputs));
    }

    /** [N,1]. */
    Tensor of(Exposures exposures) {
        Tensor h = linear(Tensor.cat(List.of(exposures.isos(), exposures.cameras()), 1), "initial");
        for (int block = 0; block < BLOCKS; block++) {
            String prefix = "blocks." + block;
            Tensor inner = linear(normalised(h, prefix + ".norm0").relu(), prefix + ".linear0");
            h = h.add(linear(normalised(inner, prefix + ".norm1").relu(), prefix + ".linear1"));
        }
        return linear(h, "final");
    }

    private Tensor linear(Tensor x, String layer) {
        return x.matmul(get(layer + ".weight").permute(1, 0)).add(get(layer + ".bias"));
    }

    private Tensor normalised(Tensor x, String norm) {
        Tensor runningMean = get(norm + ".mean");
        Tensor runningVariance = get(norm + ".variance");
        long count = x.shape()[0];
        // batch normalisation needs more than one sample
        if (mode == Mode.EVAL || count < 2) {
            return learned(x.sub(runningMean).div(runningVariance.add(EPSILON).sqrt()), norm);
        }
        Tensor mean = x.mean(true, 0);
        Tensor centred = x.sub(mean);
        Tensor variance = centred.square().mean(true, 0);
        remember(runningMean, mean);
        remember(runningVariance, variance.mul(count / (count - 1.0)));
        return learned(centred.div(variance.add(EPSILON).sqrt()), norm);
    }

    private static void remember(Tensor running, Tensor batch) {
        Tensor now = batch.detach().reshape(running.shape());
        running.copyFrom(running.mul(1 - MOMENTUM).add(now.mul(MOMENTUM)));
    }

    private Tensor learned(Tensor x, String norm) {
        return x.mul(get(norm + ".weight")).add(get(norm + ".bias"));
    }

    private Tensor get(String part) {
        return parameters.get(name + "." + part);
    }
}
