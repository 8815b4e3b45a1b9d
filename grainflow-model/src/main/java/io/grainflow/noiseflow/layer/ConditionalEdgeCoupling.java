package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditional affine coupling of Flow-sRGB (Kousha, Maleky, Brown, Brubaker, CVPR 2022): from the first channel and the clean image the
 * network computes shift t and r for the other channels, which become x * exp(l) + t with l = scale * tanh(r) * e, where e comes from
 * camera and ISO ({@link ExposureEncoder}).
 */
public final class ConditionalEdgeCoupling implements Transform {
    private final EdgeNetwork network;
    private final ExposureEncoder encoder;
    private final Tensor rescale;

    /**
     * A coupling.
     *
     * @param name prefix of its parameters
     * @param mode TRAIN normalises by the batch's statistics and updates the running ones among the parameters
     */
    public ConditionalEdgeCoupling(String name, Parameters parameters, Mode mode) {
        this.network = new EdgeNetwork(name, parameters, mode, EdgeNetwork.Normalisation.AFFINE);
        this.encoder = new ExposureEncoder(name + ".encoder", parameters, mode);
        this.rescale = parameters.get(name + ".rescale");
    }

    /**
     * Its parameters: {@code rescale} [1], those of the network and of the encoder.
     *
     * @param channels C of what it transforms and of the clean image, at least 2
     * @param width channels inside
     */
    public static List<ParameterSlot> slots(String name, int channels, int width, int cameras, int isos) {
        List<ParameterSlot> slots = new ArrayList<>();
        slots.add(ParameterSlot.of(name + ".rescale", ParameterSlot.Role.FREE, 1));
        slots.addAll(
                EdgeNetwork.slots(name, 1 + channels, 2 * (channels - 1), width, EdgeNetwork.Normalisation.AFFINE));
        slots.addAll(ExposureEncoder.slots(name + ".encoder", cameras, isos));
        return List.copyOf(slots);
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        long others = x.shape()[1] - 1;
        Tensor first = x.narrow(1, 0, 1);
        ShiftAndScale affine = of(first, condition.requireExposures(), others);
        Tensor second = x.narrow(1, 1, others).mul(affine.logScale().exp()).add(affine.shift());
        return new Transformed(
                Tensor.cat(List.of(first, second), 1), condition.weights().sum(affine.logScale(), 0));
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        long others = z.shape()[1] - 1;
        Tensor first = z.narrow(1, 0, 1);
        ShiftAndScale affine = of(first, condition.requireExposures(), others);
        Tensor second = z.narrow(1, 1, others)
                .sub(affine.shift())
                .mul(affine.logScale().neg().exp());
        return new Transformed(
                Tensor.cat(List.of(first, second), 1),
                condition.weights().sum(affine.logScale(), 0).neg());
    }

    /** Its network on the heap, normalised by the running statistics. */
    public FoldedCoupling folded() {
        return network.folded(rescale.toDoubles()[0]);
    }

    /** What tanh(r) is multiplied by for the camera and ISO of each sample, scale * e, [N]. */
    public double[] factors(Condition condition) {
        return encoder.of(condition.requireExposures())
                .mul(rescale.reshape(1, 1))
                .toDoubles();
    }

    private record ShiftAndScale(Tensor shift, Tensor logScale) {}

    private ShiftAndScale of(Tensor first, Exposures exposures, long others) {
        Tensor output = network.apply(Tensor.cat(List.of(first, exposures.clean()), 1));
        Tensor embedding = encoder.of(exposures);
        Tensor log = output.narrow(1, others, others)
                .tanh()
                .mul(rescale.reshape(1, 1, 1, 1))
                .mul(embedding.reshape(embedding.shape()[0], 1, 1, 1));
        return new ShiftAndScale(output.narrow(1, 0, others), log);
    }
}
