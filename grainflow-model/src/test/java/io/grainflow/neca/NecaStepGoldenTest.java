package io.grainflow.neca;

import static org.assertj.core.api.Assertions.assertThat;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.FormulaTensors;
import io.grainflow.network.Weights;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Losses;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.RecordSettings;
import io.grainflow.train.StepSession;
import io.grainflow.train.TrainPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Six steps of the published training loop with its random numbers, in float32: losses, gains and parameters after each step. */
final class NecaStepGoldenTest {
    private static final int STEPS = 6;
    private static final double LOSS = 2e-5;
    /** Relative to the largest: Adam's first steps have the size of the learning rate whatever the gradient, so rounding shows. */
    private static final double PARAMETER = 2e-5;

    private static final NecaSpec SPEC =
            new NecaSpec(3, 8, 8, 4, NecaSpec.Form.WHOLE, NecaSpec.Sharing.ALL, 25.0 / 255, List.of());
    private static final NecaObjective OBJECTIVE = RecordSettings.with(
            NecaObjective.published(),
            Map.of(
                    "criticWidth", "4",
                    "jointFrom", "0",
                    "denoiserDrop", "1",
                    "denoiserDepth", "6",
                    "denoiserFeatures", "8"));

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void sixSteps() {
        NecaGolden golden = NecaGolden.of("train-6steps");
        NecaSet set = NecaSet.of(SPEC, OBJECTIVE, 0, 96);
        List<ParameterGroup> groups = set.groups(plan(), OBJECTIVE);
        Weights start = golden.weights(
                "init.",
                groups.stream().flatMap(group -> group.slots().stream()).toList());
        Scope.run(() -> {
            StepSession session = new StepSession(groups, start, 1000);
            NecaStep step = new NecaStep(set, OBJECTIVE, session.parameters());
            for (int i = 0; i < STEPS; i++) {
                String prefix = "s" + (i + 1) + ".";
                NecaDraws draws = draws(golden, i + 1);
                compareForward(golden, step, draws, prefix);
                Losses losses = step.run(golden.image("clean_u8"), golden.image("noisy_u8"), draws, i, session.at(i));
                compare(golden, losses, prefix);
                golden.values().tensors().keySet().stream()
                        .filter(name -> name.startsWith(prefix + "after."))
                        .forEach(name -> golden.near(
                                session.parameters().get(name.substring((prefix + "after.").length())),
                                name,
                                PARAMETER));
            }
            assertMomentum(golden);
        });
    }

    /** Gains, and at the fifth step levels and noise, before the update. */
    private static void compareForward(NecaGolden golden, NecaStep step, NecaDraws draws, String prefix) {
        NecaForward forward = NoGrad.run(() -> NecaForward.of(
                step.set().networks(),
                step.parameters(),
                golden.image("clean_u8"),
                golden.image("noisy_u8"),
                draws.latent(),
                true));
        golden.near(forward.gain(), prefix + "gain", LOSS);
        if (golden.values().tensors().containsKey(prefix + "map")) {
            golden.near(forward.level(), prefix + "map", LOSS);
            golden.near(forward.noise(), prefix + "sdnc", LOSS);
        }
    }

    private static void compare(NecaGolden golden, Losses losses, String prefix) {
        Map<String, String> names = Map.of(
                "std1", NecaStep.GAIN,
                "std2", NecaStep.LEVEL,
                "reg", NecaStep.REGULARISATION,
                "rec", NecaStep.RECONSTRUCTION,
                "adv1", NecaStep.ADVERSARIAL,
                "adv2", NecaStep.SUB_ADVERSARIAL,
                "gp", NecaStep.PENALTY);
        Map<String, Double> means = losses.means().toMap();
        names.forEach((published, own) -> {
            boolean there = golden.values().tensors().containsKey(prefix + published);
            assertThat(means.containsKey(own)).as(prefix + own).isEqualTo(there);
            if (there) {
                golden.near(new double[] {losses.means().get(own)}, prefix + published, LOSS);
            }
        });
        double gap = -golden.number(prefix + "D_real") - golden.number(prefix + "D_fake");
        assertThat(Math.abs(losses.means().get(NecaStep.GAP) - gap))
                .as(prefix + "gap")
                .isLessThan(LOSS * Math.abs(golden.number(prefix + "D_real")));
    }

    /** What the file itself says of the correlation network: no gradient, then one, then momentum alone. */
    private static void assertMomentum(NecaGolden golden) {
        String name = ".after.G2.decoder_head.0.weight";
        double[] start =
                golden.values().stored("init" + name.replace(".after", "")).toDoubles();
        double[] fourth = golden.values().stored("s4" + name).toDoubles();
        double[] fifth = golden.values().stored("s5" + name).toDoubles();
        double[] sixth = golden.values().stored("s6" + name).toDoubles();
        assertThat(fourth).isEqualTo(start);
        assertThat(fifth).isNotEqualTo(fourth);
        assertThat(sixth).isNotEqualTo(fifth);
        assertThat(golden.number("s6.G2gradnorm")).isZero();
    }

    private static NecaDraws draws(NecaGolden golden, int step) {
        Tensor latent = formula("neca.T.z" + step + ".a", -1, 1, 2, 3, 96, 96)
                .add(formula("neca.T.z" + step + ".b", -1, 1, 2, 3, 96, 96))
                .add(formula("neca.T.z" + step + ".c", -1, 1, 2, 3, 96, 96));
        return new NecaDraws(
                latent, formula("neca.T.eps1." + step, 0, 1, 2), formula("neca.T.eps2." + step, 0, 1, 2), (int)
                        golden.number("s" + step + ".pd_idx"));
    }

    private static Tensor formula(String label, double low, double high, long... shape) {
        StoredTensor tensor = FormulaTensors.of(label, low, high, shape);
        return Tensor.of(tensor.toFloats(), shape);
    }

    private static TrainPlan plan() {
        return RecordSettings.with(
                TrainPlan.defaults(),
                Map.of(
                        "learningRate", "1e-4",
                        "finalLearningRate", "1e-4",
                        "warmUpSteps", "0",
                        "beta1", "0.5",
                        "beta2", "0.9",
                        "emaDecay", "0"));
    }
}
