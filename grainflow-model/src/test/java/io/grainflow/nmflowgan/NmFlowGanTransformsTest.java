package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.flow.Exposures;
import io.grainflow.flow.Transform;
import io.grainflow.flow.TransformContract;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.network.RandomWeights;
import io.grainflow.network.Weights;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.RecordSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The layers of the flow fulfil the contract of transforms, in evaluation mode. */
final class NmFlowGanTransformsTest {
    private static final NmFlowGanSpec PUBLISHED = RecordSettings.replace(
            NmFlowGanSpec.published(), Map.of("structureWidth", 5, "pointWidth", 4, "cameras", List.of("a", "b")));
    private static final NmFlowGanSpec LOCAL = RecordSettings.replace(
            PUBLISHED,
            Map.of("conditioning", NmFlowGanSpec.Conditioning.SAMPLE, "signalNorm", NmFlowGanSpec.SignalNorm.NONE));

    /** What all layers have in common. */
    interface Layer extends TransformContract {
        @Override
        default long[] shape() {
            return new long[] {3, 4, 4};
        }

        @Override
        default int level() {
            return 0;
        }

        @Override
        default Weights weights() {
            return RandomWeights.of(slots(), new Seed(3));
        }

        @Override
        default Optional<Exposures> exposures(int count) {
            Tensor clean = Tensor.randn(new Seed(4), count, 3, 4, 4).to(DType.FLOAT64);
            double[] cameras = new double[2 * count];
            double[] isos = new double[5 * count];
            double[] numbers = new double[count];
            for (int n = 0; n < count; n++) {
                cameras[2 * n + n % 2] = 1;
                isos[5 * n + (2 * n + 1) % 5] = 1;
                numbers[n] = 100;
            }
            return Optional.of(new Exposures(
                    clean,
                    Tensor.ofDoubles(cameras, count, 2),
                    Tensor.ofDoubles(isos, count, 5),
                    Tensor.ofDoubles(numbers, count, 1)));
        }
    }

    /** Layers without parameters. */
    interface Fixed extends Layer {
        @Override
        default List<ParameterSlot> slots() {
            return List.of();
        }

        @Override
        @Test
        default void everyParameterHasAFiniteGradient() {
            assertThat(slots()).isEmpty();
        }
    }

    @Nested
    final class UniformDequantisation implements Fixed {
        @Override
        public Transform transform(Parameters parameters) {
            return new GreyLevels();
        }
    }

    @Nested
    final class Extraction implements Fixed {
        @Override
        public Transform transform(Parameters parameters) {
            return new NoiseExtraction();
        }
    }

    @Nested
    final class Structure implements Layer {
        @Override
        public Transform transform(Parameters parameters) {
            return new StructureAffine(PUBLISHED, "s", parameters, Mode.EVAL);
        }

        @Override
        public List<ParameterSlot> slots() {
            return StructureAffine.slots(PUBLISHED, "s");
        }
    }

    @Nested
    final class Signal implements Layer {
        @Override
        public Transform transform(Parameters parameters) {
            return new SignalAffine(PUBLISHED, "s", parameters, Mode.EVAL);
        }

        @Override
        public List<ParameterSlot> slots() {
            return SignalAffine.slots(PUBLISHED, "s");
        }
    }

    @Nested
    final class LocalSignal implements Layer {
        @Override
        public Transform transform(Parameters parameters) {
            return new SignalAffine(LOCAL, "s", parameters, Mode.EVAL);
        }

        @Override
        public List<ParameterSlot> slots() {
            return SignalAffine.slots(LOCAL, "s");
        }
    }

    /** Conditioned by sample, a batch in training mode gives what each sample gives alone. */
    @Nested
    final class StructureInTraining implements Layer {
        @Override
        public Transform transform(Parameters parameters) {
            return new StructureAffine(LOCAL, "s", parameters, Mode.TRAIN);
        }

        @Override
        public List<ParameterSlot> slots() {
            return StructureAffine.slots(LOCAL, "s");
        }
    }

    @Nested
    final class Table implements Layer {
        @Override
        public Transform transform(Parameters parameters) {
            return new CaptureAffine("t", parameters);
        }

        @Override
        public List<ParameterSlot> slots() {
            return CaptureAffine.slots(PUBLISHED, "t");
        }
    }
}
