package io.grainflow.noiseflow.layer;

import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.TransformContract;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Each transform of Noise Flow and Flow-sRGB fulfils the contract of transforms. */
final class CaptureTransformsTest {
    /** Contract of layers at pixel level that are conditioned on clean image, camera and ISO. */
    interface PixelContract extends TransformContract {
        @Override
        default int level() {
            return 0;
        }

        @Override
        default Optional<Exposures> exposures(int count) {
            return Optional.of(exposuresOf(count, values(count, 8).square()));
        }
    }

    /** Couplings with the edge channel, with the normalisation of either released code. */
    interface EdgeContract extends PixelContract {
        boolean affine();

        @Override
        default Transform transform(Parameters parameters) {
            return new EdgeCoupling("e", parameters, affine(), Mode.EVAL);
        }

        @Override
        default List<ParameterSlot> slots() {
            return EdgeCoupling.slots("e", 4, 3, affine());
        }
    }

    @Nested
    final class EdgeCouplings implements EdgeContract {
        @Override
        public boolean affine() {
            return false;
        }
    }

    @Nested
    final class AffineEdgeCouplings implements EdgeContract {
        @Override
        public boolean affine() {
            return true;
        }
    }

    /** The scaling layers of the released code; the contract's parameters are small numbers. */
    interface ScaleContract extends PixelContract {
        NoiseFlowScale.Kind kind();

        @Override
        default Transform transform(Parameters parameters) {
            return new NoiseFlowScale(kind(), "g", parameters, List.of(100, 800, 3200));
        }

        @Override
        default List<ParameterSlot> slots() {
            return NoiseFlowScale.slots(kind(), "g", 2, 3);
        }
    }

    @Nested
    final class ScaleSdn implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN;
        }
    }

    @Nested
    final class ScaleSdn1 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN1;
        }
    }

    @Nested
    final class ScaleSdn2 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN2;
        }
    }

    @Nested
    final class ScaleSdn3 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN3;
        }
    }

    @Nested
    final class ScaleSdn4 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN4;
        }
    }

    @Nested
    final class ScaleSdn6 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.SDN6;
        }
    }

    @Nested
    final class ScaleGain implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.GAIN;
        }
    }

    @Nested
    final class ScaleGain1 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.GAIN1;
        }
    }

    @Nested
    final class ScaleGain2 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.GAIN2;
        }
    }

    @Nested
    final class ScaleGain3 implements ScaleContract {
        @Override
        public NoiseFlowScale.Kind kind() {
            return NoiseFlowScale.Kind.GAIN3;
        }
    }

    @Nested
    final class CaptureAffines implements PixelContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new CaptureAffine("a", parameters);
        }

        @Override
        public List<ParameterSlot> slots() {
            return CaptureAffine.slots("a", 4, 2, 3);
        }
    }

    @Nested
    final class ConditionalEdgeCouplings implements PixelContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new ConditionalEdgeCoupling("c", parameters, Mode.EVAL);
        }

        @Override
        public List<ParameterSlot> slots() {
            return ConditionalEdgeCoupling.slots("c", 4, 3, 2, 3);
        }
    }

    @Nested
    final class GlobalGains implements PixelContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new GlobalGain("g", parameters);
        }

        @Override
        public List<ParameterSlot> slots() {
            return GlobalGain.slots("g");
        }
    }

    /** Another camera and ISO for each sample; the third has an ISO that is not known. */
    private static Exposures exposuresOf(int count, Tensor clean) {
        double[] cameras = new double[2 * count];
        double[] isos = new double[3 * count];
        double[] iso = new double[count];
        for (int i = 0; i < count; i++) {
            cameras[2 * i + i % 2] = 1;
            if (i != 2) {
                isos[3 * i + i] = 1;
            }
            iso[i] = 1 + i;
        }
        return new Exposures(
                clean,
                Tensor.ofDoubles(cameras, count, 2),
                Tensor.ofDoubles(isos, count, 3),
                Tensor.ofDoubles(iso, count, 1));
    }

    @Nested
    final class SignalScales implements PixelContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new SignalScale("s", parameters);
        }

        @Override
        public List<ParameterSlot> slots() {
            return SignalScale.slots("s", 2, 3);
        }
    }

    @Nested
    final class CaptureGains implements PixelContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new CaptureGain("p", parameters);
        }

        @Override
        public List<ParameterSlot> slots() {
            return CaptureGain.slots("p", 2, 3);
        }
    }
}
