package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Affine coupling of Noise Flow (Abdelhamed, Brubaker, Brown, ICCV 2019; from Real NVP, Dinh et al., 2017): the second half of the
 * channels becomes h2 * exp(l) + t, where t and l = scale * tanh(r) come from the first half through three convolutions ({@link
 * EdgeNetwork}).
 */
public final class EdgeCoupling implements Transform {
    private final EdgeNetwork network;
    private final Tensor rescale;

    /**
     * A coupling.
     *
     * @param name prefix of its parameters
     * @param affine whether the normalisations inside have learned scales and shifts, as in the released PyTorch code
     * @param mode TRAIN normalises by the batch's statistics and updates the running ones among the parameters
     */
    public EdgeCoupling(String name, Parameters parameters, boolean affine, Mode mode) {
        this.network = new EdgeNetwork(name, parameters, mode, normalisation(affine));
        this.rescale = parameters.get(name + ".rescale");
    }

    private static EdgeNetwork.Normalisation normalisation(boolean affine) {
        return affine ? EdgeNetwork.Normalisation.AFFINE : EdgeNetwork.Normalisation.PLAIN;
    }

    /**
     * Its parameters: {@code rescale} [1] and the network's.
     *
     * @param channels C of what it transforms, even
     * @param width channels inside
     * @param affine whether the normalisations inside have learned scales and shifts
     */
    public static List<ParameterSlot> slots(String name, int channels, int width, boolean affine) {
        List<ParameterSlot> slots = new ArrayList<>();
        slots.add(ParameterSlot.of(name + ".rescale", ParameterSlot.Role.FREE, 1));
        slots.addAll(EdgeNetwork.slots(name, channels / 2, channels, width, normalisation(affine)));
        return List.copyOf(slots);
    }

    /** Receptive radius of the network in positions. */
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
        Tensor output = network.apply(first);
        long half = output.shape()[1] / 2;
        Tensor log = output.narrow(1, half, half).tanh().mul(rescale.reshape(1, 1, 1, 1));
        return new ShiftAndScale(output.narrow(1, 0, half), log);
    }

    /** Its network on the heap, normalised by the running statistics. */
    public FoldedCoupling folded() {
        return network.folded(rescale.toDoubles()[0]);
    }
}
