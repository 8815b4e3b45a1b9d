package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.GlobalLayer;
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
 * SDL, the signal-dependent layer: a network on each pixel of the clean image, and on numbers that depend on camera and ISO, gives logarithm
 * of the scale and shift, within -1 and 1.
 *
 * <p>As published, it normalises by the statistics of the whole image. What is the same at every pixel is lost there: the numbers of camera
 * and ISO, and the absolute brightness. Without this normalisation, the layer depends on both, and on no other pixel.
 */
final class SignalAffine implements Transform {
    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-5;

    private final Network pointwise;
    private final MetaEncoder meta;
    private final Parameters parameters;

    /** @param name prefix of its parameters */
    SignalAffine(NmFlowGanSpec spec, String name, Parameters parameters, Mode mode) {
        this.pointwise = pointwise(spec, name);
        this.meta = MetaEncoder.of(spec, name, spec.channels(), parameters, mode);
        this.parameters = parameters;
    }

    static List<ParameterSlot> slots(NmFlowGanSpec spec, String name) {
        return Stream.concat(
                        pointwise(spec, name).parameters().stream(),
                        MetaEncoder.network(spec, name, spec.channels()).parameters().stream())
                .toList();
    }

    /** The numbers of camera and ISO, then the clean image, to 2C channels. */
    static Network pointwise(NmFlowGanSpec spec, String name) {
        String body = name + ".scale_and_bias.body.";
        int width = spec.pointWidth();
        int[] widths = {width, 2 * width, 2 * width, width};
        NetworkBuilder net = new NetworkBuilder(2 * spec.channels())
                .then(new Layer.Convolution(body + "0", 2 * spec.channels(), width, 1, true));
        for (int k = 1; k < widths.length; k++) {
            net.then(new Layer.Convolution(body + k + ".0", widths[k - 1], widths[k], 1, true));
            if (spec.signalNorm() == NmFlowGanSpec.SignalNorm.IMAGE) {
                net.then(new GlobalLayer.InstanceNorm(body + k + ".1", widths[k], true, EPSILON));
            }
            net.then(new Layer.LeakyRelu(SLOPE));
        }
        return net.then(new Layer.Convolution(last(name), width, 2 * spec.channels(), 1, true))
                .then(new Layer.Tanh())
                .build();
    }

    /** Name of the last convolution, before which zeros make the layer the identity. */
    static String last(String name) {
        return name + ".scale_and_bias.body.4";
    }

    MetaEncoder meta() {
        return meta;
    }

    AffineMap map(Exposures exposures) {
        Tensor clean = exposures.clean();
        long[] shape = clean.shape();
        Tensor own = meta.of(exposures)
                .mul(Tensor.ones(1, 1, shape[2], shape[3]).to(clean.dtype()).to(clean.device()));
        return AffineMap.of(
                TorchLowering.forward(pointwise, parameters, Tensor.cat(List.of(own, clean), 1), Mode.EVAL));
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
