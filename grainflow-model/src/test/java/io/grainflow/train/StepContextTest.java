package io.grainflow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Mode;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.ParameterSlot.Role;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.random.Seed;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.SgdSettings;
import io.grainflow.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Updates of groups of parameters within a step. */
final class StepContextTest {
    private static final double RATE = 0.5;
    private static final double MOMENTUM = 0.25;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static ParameterGroup group(String name, double averaging) {
        return new ParameterGroup(
                name,
                List.of(ParameterSlot.of(name, Role.FREE, 1)),
                new SgdSettings(MOMENTUM, 0),
                LearningRate.constant(RATE),
                0,
                averaging);
    }

    /** Two numbers, a = 2 and b = 3, each a group of its own. */
    private static TrainState two() {
        Weights start = Weights.of(Map.of(
                "a", StoredTensor.ofFloats(new float[] {2}, 1),
                "b", StoredTensor.ofFloats(new float[] {3}, 1)));
        return new TrainState(List.of(group("a", 0), group("b", 0.5)), start, Device.CPU);
    }

    private static StepContext at(TrainState state, long step) {
        return new StepContext(state, step, 8, new Seed(1));
    }

    private static double value(TrainState state, String name) {
        return state.parameters().get(name).item();
    }

    private static Tensor product(TrainState state) {
        return state.parameters().get("a").mul(state.parameters().get("b")).sum();
    }

    @Test
    void oneGroupMovesAndTheOtherDoesNot() {
        Scope.run(() -> {
            TrainState state = two();
            StepContext context = at(state, 2);
            assertThat(context.update("a", product(state))).isEqualTo(6);
            assertThat(value(state, "a")).isEqualTo(2 - RATE * 3);
            assertThat(value(state, "b")).isEqualTo(3);
            // the gradient of b by the first loss is forgotten
            context.update("b", product(state));
            assertThat(value(state, "b")).isEqualTo(3 - RATE * 0.5);
            assertThat(context.updates("a")).isEqualTo(1);
            assertThat(context.progress()).isEqualTo(0.25);
            assertThat(context.mode()).isEqualTo(Mode.TRAIN);
            assertThat(context.seed("x")).isEqualTo(new Seed(1).child("x"));
        });
    }

    @Test
    void severalGroupsLowerOneLoss() {
        Scope.run(() -> {
            TrainState state = two();
            at(state, 0).update(List.of("a", "b"), product(state));
            assertThat(value(state, "a")).isEqualTo(2 - RATE * 3);
            assertThat(value(state, "b")).isEqualTo(3 - RATE * 2);
        });
    }

    @Test
    void momentumAloneMovesOnAndCounts() {
        Scope.run(() -> {
            TrainState state = two();
            StepContext context = at(state, 0);
            context.updateByMomentum("a");
            assertThat(value(state, "a")).isEqualTo(2);
            context.update("a", product(state));
            context.updateByMomentum("a");
            assertThat(value(state, "a")).isEqualTo(2 - RATE * 3 - RATE * MOMENTUM * 3);
            assertThat(state.updates()).isEqualTo(Map.of("a", 3L, "b", 0L));
        });
    }

    /**
     * A restored state has no gradients of earlier steps. A loss that does not depend on a parameter must have the same effect with and
     * without them.
     */
    @Test
    void whatDoesNotReachALossMovesByMomentum() {
        Scope.run(() -> {
            TrainState state = two();
            at(state, 0).update(List.of("a", "b"), product(state));
            TrainState resumed = two();
            resumed.group("a").restore(Path.of("unused"), stored(state), 1);
            resumed.group("b").restore(Path.of("unused"), stored(state), 1);
            for (TrainState each : List.of(state, resumed)) {
                at(each, 1)
                        .update(
                                List.of("a", "b"),
                                each.parameters().get("a").square().sum());
                assertThat(value(each, "a")).isEqualTo(0.5 - RATE * (MOMENTUM * 3 + 1));
                assertThat(value(each, "b")).isEqualTo(2 - RATE * MOMENTUM * 2);
            }
            assertThat(resumed.averaged().get("b").toFloats())
                    .isEqualTo(state.averaged().get("b").toFloats());
            TrainState fresh = two();
            assertThatThrownBy(() -> at(fresh, 0)
                            .update(
                                    List.of("a", "b"),
                                    fresh.parameters().get("a").square().sum()))
                    .isInstanceOf(IllegalStateException.class);
        });
    }

    private static Checkpoint stored(TrainState state) {
        return new Checkpoint(
                new TreeMap<>(),
                new Checkpoint.Progress(1, 8, 1, false),
                state.updates(),
                Optional.empty(),
                Weights.of(state.stored()));
    }

    @Test
    void lossesThatAreNoNumbersChangeNothing() {
        Scope.run(() -> {
            TrainState state = two();
            Tensor loss = product(state).mul(Double.POSITIVE_INFINITY);
            assertThat(at(state, 0).update("a", loss)).isInfinite();
            assertThat(value(state, "a")).isEqualTo(2);
            assertThat(state.group("a").updates()).isZero();
        });
    }

    /** One loss of two groups, one of which is clipped and has an infinite slope: neither moves. */
    @Test
    void clippedGradientsThatAreNoNumbersChangeNothing() {
        Scope.run(() -> {
            ParameterGroup a = group("a", 0);
            ParameterGroup clipped =
                    new ParameterGroup("b", group("b", 0).slots(), a.optimiser(), a.learningRate(), 1, 0);
            Weights start = Weights.of(Map.of(
                    "a", StoredTensor.ofFloats(new float[] {2}, 1),
                    "b", StoredTensor.ofFloats(new float[] {0}, 1)));
            TrainState state = new TrainState(List.of(a, clipped), start, Device.CPU);
            StepContext context = at(state, 0);
            Tensor loss = state.parameters()
                    .get("a")
                    .add(state.parameters().get("b").sqrt())
                    .sum();
            assertThat(context.update(List.of("a", "b"), loss)).isEqualTo(2);
            assertThat(value(state, "a")).isEqualTo(2);
            assertThat(value(state, "b")).isZero();
            assertThat(state.updates()).isEqualTo(Map.of("a", 0L, "b", 0L));
        });
    }

    @Test
    void onlyWhatIsAveragedHasAnAverage() {
        Scope.run(() -> {
            TrainState state = two();
            at(state, 0).update(List.of("a", "b"), product(state));
            assertThat(state.averaged().get("a").toFloats()).containsExactly(0.5f);
            // an early average keeps a tenth of what it was: 0.1 * 3 + 0.9 * 2
            assertThat((double) state.averaged().get("b").toFloats()[0]).isCloseTo(2.1, within(1e-6));
        });
    }

    @Test
    void unknownAndAmbiguousNamesAreRefused() {
        Scope.run(() -> {
            TrainState state = two();
            assertThatThrownBy(() -> at(state, 0).update("c", product(state)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one of the groups [a, b], got c");
        });
        Weights start = Weights.of(Map.of("a", StoredTensor.ofFloats(new float[] {2}, 1)));
        assertThatThrownBy(() -> new TrainState(List.of(group("a", 0), group("a", 0)), start, Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different names");
    }

    /** The penalty of the toy GAN's critic: its gradient against central differences of the fourth order, in float64. */
    @Test
    void theGradientOfAPenaltyAgreesWithDifferences() {
        List<ParameterSlot> slots = ToyGan.network("c", 1);
        Map<String, double[]> values = new TreeMap<>();
        for (ParameterSlot slot : slots) {
            values.put(
                    slot.name(),
                    Scope.heap(() -> Tensor.randn(new Seed(2).child(slot.name()), slot.extents())
                            .toDoubles()));
        }
        for (ParameterSlot slot : slots) {
            if (slot.name().equals("c2.bias")) {
                continue; // does not change the slope
            }
            double[] gradient = Scope.heap(() -> {
                Parameters parameters = parameters(slots, values);
                return at(two(), 0)
                        .gradients(penalty(parameters), List.of(parameters.get(slot.name())))
                        .get(0)
                        .toDoubles();
            });
            for (int i = 0; i < gradient.length; i++) {
                double slope = slope(slots, values, slot.name(), i);
                assertThat(gradient[i])
                        .as("%s[%d]", slot.name(), i)
                        .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
            }
        }
    }

    private static Parameters parameters(List<ParameterSlot> slots, Map<String, double[]> values) {
        Map<String, StoredTensor> stored = new TreeMap<>();
        slots.forEach(slot -> stored.put(
                slot.name(), StoredTensor.ofDoubles(Objects.requireNonNull(values.get(slot.name())), slot.extents())));
        return Parameters.trainable(slots, Weights.of(stored), Device.CPU, DType.FLOAT64);
    }

    private static Tensor penalty(Parameters critic) {
        Tensor points = Tensor.randn(new Seed(7), 9, 2).to(DType.FLOAT64);
        return ToyGan.penalty(at(two(), 0), x -> ToyGan.network("c", critic, x), points);
    }

    private static double slope(List<ParameterSlot> slots, Map<String, double[]> values, String name, int index) {
        double h = 1e-4;
        double[] at = new double[5];
        for (int i = -2; i <= 2; i++) {
            Map<String, double[]> moved = new TreeMap<>(values);
            double[] own = Objects.requireNonNull(values.get(name)).clone();
            own[index] += i * h;
            moved.put(name, own);
            at[i + 2] = Scope.heap(() -> penalty(parameters(slots, moved)).item());
        }
        return (8 * (at[3] - at[1]) - (at[4] - at[0])) / (12 * h);
    }
}
