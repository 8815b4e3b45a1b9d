package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.Layer;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * SAL, the structure-aware layer: logarithm of the scale and shift of every value are what a convolutional network makes of the clean image,
 * within -1 and 1, times numbers that depend on camera and ISO.
 */
final class StructureAffine implements Transform {
    private static final int INNER = 4;

    private final Network structure;
    private final MetaEncoder meta;
    private final Parameters parameters;

    /** @param name prefix of its parameters */
    StructureAffine(NmFlowGanSpec spec, String name, Parameters parameters, Mode mode) {
        this.structure = structure(spec, name);
        this.meta = MetaEncoder.of(spec, name, 2 * spec.channels(), parameters, mode);
        this.parameters = parameters;
    }

    static List<ParameterSlot> slots(NmFlowGanSpec spec, String name) {
        return Stream.concat(
                        structure(spec, name).parameters().stream(),
                        MetaEncoder.network(spec, name, 2 * spec.channels()).parameters().stream())
                .toList();
    }

    /** Clean image to 2C channels. Its receptive field is 9x9. */
    static Network structure(NmFlowGanSpec spec, String name) {
        String body = name + ".structure_encoder.body.";
        int width = spec.structureWidth();
        NetworkBuilder net = new NetworkBuilder(spec.channels())
                .then(new Layer.Convolution(body + "0", spec.channels(), width, 1, true))
                .then(new Layer.Relu());
        for (int i = 1; i <= INNER; i++) {
            net.then(new Layer.Convolution(body + 2 * i, width, width, 3, true)).then(new Layer.Relu());
        }
        return net.then(new Layer.Convolution(last(name), width, 2 * spec.channels(), 1, true))
                .then(new Layer.Tanh())
                .build();
    }

    /** Name of the last convolution, before which zeros make the layer the identity. */
    static String last(String name) {
        return name + ".structure_encoder.body." + 2 * (INNER + 1);
    }

    MetaEncoder meta() {
        return meta;
    }

    AffineMap map(Exposures exposures) {
        Tensor own = TorchLowering.forward(structure, parameters, exposures.clean(), Mode.EVAL);
        return AffineMap.of(own.mul(meta.of(exposures)));
    }

    @Override
    public Transformed forward(Tensor x, Condition condition) {
        return map(condition.requireExposures()).forward(x, condition);
    }

    @Override
    public Transformed inverse(Tensor z, Condition condition) {
        return map(condition.requireExposures()).inverse(z, condition);
    }
}
