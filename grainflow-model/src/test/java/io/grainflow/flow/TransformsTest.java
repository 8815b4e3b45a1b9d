package io.grainflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each transform fulfils the contract. */
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
