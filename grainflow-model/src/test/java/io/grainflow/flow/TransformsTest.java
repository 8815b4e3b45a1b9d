package io.grainflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each transform under its contract. */
final class TransformsTest {
    @Nested
    final class ActNorms implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new ActNorm("a", parameters, 1);
        }

        @Override
        public List<ParameterSlot> slots() {
            return ActNorm.slots("a", 4);
        }

        @Test
        void initialisationNormalises() {
            Scope.run(() -> NoGrad.run(() -> {
                Parameters parameters = Parameters.trainable(slots(), weights(), Device.CPU, DType.FLOAT64);
                Tensor x = values(6, 8).mul(3).add(5);
                Tensor y = transform(parameters).initialise(x, Condition.none()).value();
                assertThat(Arrays.stream(y.mean(false, 0, 2, 3).toDoubles())
                                .map(Math::abs)
                                .max()
                                .orElseThrow())
                        .isLessThan(1e-9);
                assertThat(y.square().mean().item()).isCloseTo(1, within(1e-5));
                return true;
            }));
        }
    }

    @Nested
    final class InvertibleConvolutions implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new InvertibleConvolution("c", parameters, 1);
        }

        @Override
        public List<ParameterSlot> slots() {
            return InvertibleConvolution.slots("c", 4);
        }
    }

    @Nested
    final class ConvolutionsFromTheRight implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new InvertibleConvolution("c", parameters, 1, true);
        }

        @Override
        public List<ParameterSlot> slots() {
            return InvertibleConvolution.slots("c", 4);
        }
    }

    /** Of layers that work on pixels of known cameras and light. */
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

    /** Couplings with the edge channel, normalised as either released code does it. */
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

    /** The released grammar's layers; the contract's parameters are small numbers. */
    interface GrammarContract extends PixelContract {
        GrammarScale.Kind kind();

        @Override
        default Transform transform(Parameters parameters) {
            return new GrammarScale(kind(), "g", parameters, List.of(100, 800, 3200));
        }

        @Override
        default List<ParameterSlot> slots() {
            return GrammarScale.slots(kind(), "g", 2, 3);
        }
    }

    @Nested
    final class GrammarSdn implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN;
        }
    }

    @Nested
    final class GrammarSdn1 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN1;
        }
    }

    @Nested
    final class GrammarSdn2 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN2;
        }
    }

    @Nested
    final class GrammarSdn3 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN3;
        }
    }

    @Nested
    final class GrammarSdn4 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN4;
        }
    }

    @Nested
    final class GrammarSdn6 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.SDN6;
        }
    }

    @Nested
    final class GrammarGain implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.GAIN;
        }
    }

    @Nested
    final class GrammarGain1 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.GAIN1;
        }
    }

    @Nested
    final class GrammarGain2 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.GAIN2;
        }
    }

    @Nested
    final class GrammarGain3 implements GrammarContract {
        @Override
        public GrammarScale.Kind kind() {
            return GrammarScale.Kind.GAIN3;
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

    @Nested
    final class Squeezes implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new Squeeze();
        }

        @Override
        public List<ParameterSlot> slots() {
            return List.of();
        }

        @Override
        public void everyParameterHasAFiniteGradient() {
            assertThat(slots()).isEmpty();
        }
    }

    /** Couplings with both forms of scales. */
    interface Couplings extends TransformContract {
        AffineScale form();

        @Override
        default Transform transform(Parameters parameters) {
            return new AffineCoupling("k", parameters, form(), 4, 8, 5, 1);
        }

        @Override
        default List<ParameterSlot> slots() {
            return AffineCoupling.network("k", 4, 8, 5).parameters();
        }

        @Override
        default int features() {
            return 8;
        }
    }

    @Nested
    final class PublishedCouplings implements Couplings {
        @Override
        public AffineScale form() {
            return AffineScale.SIGMOID;
        }
    }

    @Nested
    final class StableCouplings implements Couplings {
        @Override
        public AffineScale form() {
            return AffineScale.BOUNDED;
        }
    }

    @Nested
    final class Injectors implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            return new AffineInjector("i", parameters, AffineScale.BOUNDED, 4, 8, 5, 1);
        }

        @Override
        public List<ParameterSlot> slots() {
            return AffineInjector.network("i", 4, 8, 5).parameters();
        }

        @Override
        public int features() {
            return 8;
        }
    }

    @Nested
    final class Chains implements TransformContract {
        @Override
        public Transform transform(Parameters parameters) {
            Chain chain = new Chain(List.of(
                    new ActNorm("a", parameters, 1),
                    new InvertibleConvolution("c", parameters, 1),
                    new AffineCoupling("k", parameters, AffineScale.BOUNDED, 4, 8, 5, 1),
                    new ActNorm("b", parameters, 1)));
            return parameters.frozen() ? chain.fixed(DType.FLOAT64) : chain;
        }

        @Override
        public List<ParameterSlot> slots() {
            List<ParameterSlot> slots = new ArrayList<>(ActNorm.slots("a", 4));
            slots.addAll(InvertibleConvolution.slots("c", 4));
            slots.addAll(AffineCoupling.network("k", 4, 8, 5).parameters());
            slots.addAll(ActNorm.slots("b", 4));
            return slots;
        }

        @Override
        public int features() {
            return 8;
        }

        @Test
        void composedMapsGiveWhatTheyDoOneByOne() {
            Scope.run(() -> NoGrad.run(() -> {
                Parameters parameters = Parameters.trainable(slots(), weights(), Device.CPU, DType.FLOAT64);
                Chain chain = (Chain) transform(parameters);
                Tensor value = values(2, 1);
                Tensor whole = chain.forward(value, condition(2)).value();
                for (Transform transform : chain.transforms()) {
                    value = transform.forward(value, condition(2)).value();
                }
                assertThat(whole.sub(value).abs().sum().item()).isLessThan(1e-10);
                return true;
            }));
        }
    }

    @Test
    void boundedScalesStayBounded() {
        Scope.run(() -> {
            Tensor raw = Tensor.ofDoubles(new double[] {-1e6, -3, 0, 3, 1e6}, 5);
            double[] scale = AffineScale.BOUNDED.of(raw).scale().toDoubles();
            assertThat(scale[2]).isEqualTo(1);
            assertThat(Arrays.stream(scale).allMatch(value -> value >= Math.exp(-1.5) && value <= Math.exp(1.5)))
                    .isTrue();
        });
    }
}
