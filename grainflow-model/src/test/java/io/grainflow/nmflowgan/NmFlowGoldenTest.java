package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The flow of NM-FlowGAN in float64, compared with results of the authors' modules in float32. */
final class NmFlowGoldenTest {
    /** Of latents, which reach 10, as between two builds of the authors' library. */
    private static final double LATENT = 1e-3;

    private static final double SUM = 1e-6;
    private static final double GRADIENT = 1e-3;

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    private static void close(Tensor actual, GoldenTensors golden, String name, double tolerance) {
        double[] expected = golden.stored(name).toDoubles();
        assertThat(actual.toDoubles()).as(name).hasSameSizeAs(expected);
        assertThat(actual.toDoubles()).as(name).containsExactly(expected, within(tolerance));
    }

    @Test
    void everyLayerAndTheLikelihood() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-flow");
        Scope.run(() -> NoGrad.run(() -> {
            NmFlow flow = new NmFlow(Golden.SPEC, Golden.parameters(false), Mode.EVAL);
            Tensor clean = Golden.dequantised(golden, "clean", "u_clean").div(GreyLevels.LEVELS);
            golden.close(clean, "cond_clean", GoldenTensors.STORED);
            Condition condition = flow.condition(clean, Golden.captures(golden), PositionWeights.all());
            Tensor noisy = Golden.dequantised(golden, "noisy", "u_noisy");
            Tensor x = noisy;
            for (int i = 0; i < flow.layers().size(); i++) {
                Transformed step = flow.layers().get(i).forward(x, condition);
                String number = i == 0 ? "UD" : "" + (i - 1);
                golden.close(step.logAbsDet(), "ldj." + number, 3 * SUM);
                close(step.value(), golden, i == 0 ? "deq_noisy" : "fwd." + number, LATENT);
                x = step.value();
            }
            Transformed latent = flow.forward(noisy, condition);
            close(latent.value(), golden, "z", LATENT);
            golden.close(latent.logAbsDet(), "objective", SUM);
            Tensor logProb = flow.logProb(latent, PositionWeights.all());
            golden.close(logProb.sub(latent.logAbsDet()), "logp_z", 3 * SUM);
            golden.close(logProb.mean().neg(), "nll_mean", SUM);
            golden.close(
                    flow.inverse(golden.tensor("z"), condition).value().div(GreyLevels.LEVELS), "inverse_of_z", 1e-5);
            for (int i : new int[] {1, 2, 4, 5}) {
                Transform layer = flow.layers().get(i + 1);
                AffineMap map = layer instanceof StructureAffine structure
                        ? structure.map(condition.requireExposures())
                        : ((SignalAffine) layer).map(condition.requireExposures());
                golden.close(Tensor.cat(List.of(map.logScale(), map.shift()), 1), "emb." + i, 1e-4);
            }
            return true;
        }));
    }

    @Test
    void sampleFromTheLatent() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-flow");
        Scope.run(() -> NoGrad.run(() -> {
            NmFlow flow = new NmFlow(Golden.SPEC, Golden.parameters(false), Mode.EVAL);
            Tensor clean = Golden.dequantised(golden, "clean", "sample.u_clean").div(GreyLevels.LEVELS);
            Condition condition = flow.condition(clean, Golden.captures(golden), PositionWeights.all());
            Tensor value = golden.tensor("sample.z");
            for (int i = 6; i >= 0; i--) {
                value = flow.layers().get(i + 1).inverse(value, condition).value();
                golden.close(value, "sample.inv." + i, 1e-4);
            }
            double[] numbers = flow.inverse(golden.tensor("sample.z"), condition)
                    .value()
                    .floor()
                    .clamp(0, 255)
                    .toDoubles();
            double[] expected = golden.stored("sample.out").toDoubles();
            long apart = 0;
            for (int i = 0; i < numbers.length; i++) {
                assertThat(Math.abs(numbers[i] - expected[i])).isLessThanOrEqualTo(1);
                apart += numbers[i] == expected[i] ? 0 : 1;
            }
            assertThat(apart).isLessThanOrEqualTo(numbers.length / 1000);
            return true;
        }));
    }

    /** The determinant of the whole Jacobian, as the reference worked it out by differentiation. */
    @Test
    void determinantByBruteForce() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-flow-logdet");
        Scope.run(() -> NoGrad.run(() -> {
            NmFlow flow = new NmFlow(Golden.SPEC, Golden.parameters(false), Mode.EVAL);
            Tensor clean = Golden.dequantised(golden, "clean", "u_clean").div(GreyLevels.LEVELS);
            Condition condition = flow.condition(clean, Golden.captures(golden), PositionWeights.all());
            Transformed latent = flow.forward(Golden.dequantised(golden, "noisy", "u_noisy"), condition);
            close(latent.value(), golden, "z", LATENT);
            double grid = 90 * Math.log(GreyLevels.LEVELS);
            double layers = latent.logAbsDet().item() + grid;
            assertThat(layers).isCloseTo(golden.stored("ldj_bijectors").toDoubles()[0], within(1e-4));
            assertThat(layers).isCloseTo(golden.stored("logabsdet_bruteforce").toDoubles()[0], within(1e-4));
            double diagonal = Arrays.stream(golden.stored("jacobian_diag").toDoubles())
                    .map(slope -> Math.log(Math.abs(slope)))
                    .sum();
            assertThat(layers).isCloseTo(diagonal, within(1e-3));
            return true;
        }));
    }

    /** Training mode: statistics of the batch, gradients of all parameters, running statistics after one pass. */
    @Test
    void trainingPassAndGradients() {
        GoldenTensors golden = GoldenTensors.of("nm-flowgan-flow");
        Scope.run(() -> {
            Parameters parameters = Golden.parameters(true);
            NmFlow flow = new NmFlow(Golden.SPEC, parameters, Mode.TRAIN);
            Tensor clean = Golden.dequantised(golden, "clean", "u_clean").div(GreyLevels.LEVELS);
            Condition condition = flow.condition(clean, Golden.captures(golden), PositionWeights.all());
            Transformed latent = flow.forward(Golden.dequantised(golden, "noisy", "u_noisy"), condition);
            close(latent.value(), golden, "train.z", 10 * LATENT);
            golden.close(latent.logAbsDet(), "train.objective", SUM);
            Tensor loss = flow.logProb(latent, PositionWeights.all()).mean().neg();
            golden.close(loss, "train.nll_mean", SUM);
            loss.backward();
            int compared = 0;
            for (String name : golden.tensors().keySet()) {
                if (name.startsWith("train.grad.") && reachesTheResult(name)) {
                    String own = name.substring("train.grad.".length());
                    Golden.close(
                            name,
                            Golden.gradient(parameters, own).toDoubles(),
                            golden.stored(name).toDoubles(),
                            GRADIENT);
                    compared++;
                } else if (name.startsWith("train.after.") && !name.endsWith("num_batches_tracked")) {
                    golden.close(parameters.get(name.substring("train.after.".length())), name, GoldenTensors.STORED);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(100);
        });
    }

    /** Constants before a normalisation have gradients of rounding size: those of camera and ISO in SDL, biases, and linears before one. */
    private static boolean reachesTheResult(String name) {
        boolean signal = name.contains("bijectors.2.") || name.contains("bijectors.5.");
        boolean cancelled = signal && (name.contains("meta_encoder") || name.matches(".*body\\.(0|[123]\\.0)\\.bias"));
        return !cancelled && !name.matches(".*blocks\\.\\d\\.linear_layers\\.0\\.bias");
    }
}
