package io.grainflow.nmflowgan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grainflow.file.StoredTensor;
import io.grainflow.model.GoldenTensors;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Adam;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Gradients;
import io.grainflow.tensor.NativeLibrary;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One scheduled step: a visit of flow and generator, then one of the critic on the same batch, with the recorded draws, compared
 * with the authors' code. It is computed in float32 as theirs: a rectifier that opens by rounding changes gradients by some thousandths.
 */
final class TrainingStepGoldenTest {
    private static final double LEARNING_RATE = 1e-4;
    private static final double OUTPUT = 1e-5;
    private static final double GRADIENT = 1e-3;

    private final GoldenTensors golden;
    private final Parameters parameters;
    private final NmFlowGanStep step;
    private final NmFlowGanStep.Pairs pairs;

    TrainingStepGoldenTest() {
        NativeLibrary.load();
        TreeMap<String, StoredTensor> all =
                new TreeMap<>(GoldenTensors.of("nm-flowgan-train-generator").tensors());
        all.putAll(GoldenTensors.of("nm-flowgan-train-critic").tensors());
        this.golden = new GoldenTensors(all);
        this.parameters = Golden.parameters(true, DType.FLOAT32);
        this.pairs = new NmFlowGanStep.Pairs(stored("clean"), stored("noisy"), Golden.captures(golden));
        this.step = new NmFlowGanStep(
                Golden.SPEC, NmFlowGanSchedule.published(), pairs.captures(), Golden.CRITIC, parameters);
    }

    private Tensor stored(String name) {
        return golden.tensor(name).to(DType.FLOAT32);
    }

    private NmFlowGanDraws draws(String visit) {
        String prefix = "it1." + visit + ".";
        return new NmFlowGanDraws(
                golden.stored(prefix + "u_clean").toFloats(),
                golden.stored(prefix + "u_noisy").toFloats(),
                golden.stored(prefix + "sample.u_clean").toFloats(),
                golden.stored(prefix + "sample.z").toFloats(),
                IntStream.range(0, 4)
                        .mapToObj(i -> golden.stored(prefix + "mask" + i).toFloats())
                        .toList(),
                visit.equals("critic") ? golden.stored(prefix + "alpha").toFloats() : new float[3]);
    }

    @Test
    void generatorThenCritic() {
        Scope.run(() -> {
            List<Tensor> own = trained(Golden.SPEC.slots());
            List<Tensor> critics = trained(Golden.CRITIC.parameters());
            Adam generatorAdam = Adam.of(AdamSettings.defaults(), own);
            Adam criticAdam = Adam.of(AdamSettings.defaults(), critics);
            NmFlowGanDraws first = draws("generator");
            Tensor nll = step.nll(pairs, first);
            golden.close(nll, "it1.generator.loss.nllloss", 1e-6);
            Tensor fake = fake("generator", first);
            Tensor loss = step.generatorLoss(pairs, fake);
            golden.close(loss, "it1.generator.loss.ganloss", OUTPUT);
            Gradients.accumulate(nll.add(loss), own);
            gradients("it1.generator.");
            generatorAdam.step(LEARNING_RATE);
            after("it1.after_generator.", "it1.generator.grad.");

            NmFlowGanDraws second = draws("critic");
            Tensor again = fakeOfTheCritic(second);
            NmFlowGanStep.CriticLosses losses = step.criticLosses(pairs, again, second);
            Tensor total = losses.total(NmFlowGanSchedule.published().penaltyWeight());
            golden.close(total, "it1.critic.loss.ganloss", OUTPUT);
            golden.close(losses.gap(), "it1.critic.info.real_sub_fake", OUTPUT);
            Gradients.accumulate(total, critics);
            gradients("it1.critic.");
            criticAdam.step(LEARNING_RATE);
            after("it1.after_critic.", "it1.critic.grad.");
        });
    }

    /** Generated noise; the flow's integers may differ by one next to a whole number, and the reference's are taken then. */
    private Tensor fake(String visit, NmFlowGanDraws draws) {
        Tensor noise = step.flowNoise(pairs, draws);
        double[] got = noise.toDoubles();
        double[] expected = golden.stored("it1." + visit + ".px_noise").toDoubles();
        long apart = 0;
        for (int i = 0; i < got.length; i++) {
            assertThat(Math.abs(got[i] - expected[i])).isLessThanOrEqualTo(1);
            apart += got[i] == expected[i] ? 0 : 1;
        }
        assertThat(apart).isLessThanOrEqualTo(got.length / 1000);
        Tensor fake = step.correlated(stored("it1." + visit + ".px_noise"), draws);
        golden.close(fake.add(roundedUp(draws)), "it1." + visit + ".fake", OUTPUT);
        return fake.add(roundedUp(draws)).sub(pairs.clean());
    }

    /** The clean image as the reference holds it after the sample: in float32, clean + u is the next integer for a few u next to 1. */
    private Tensor roundedUp(NmFlowGanDraws draws) {
        return pairs.clean().add(pairs.like(draws.sampleClean())).floor();
    }

    private Tensor fakeOfTheCritic(NmFlowGanDraws draws) {
        Tensor fake = step.constantFake(pairs, draws);
        double[] got = fake.add(pairs.clean()).toDoubles();
        double[] expected = golden.stored("it1.critic.fake").toDoubles();
        long apart = 0;
        for (int i = 0; i < got.length; i++) {
            apart += Math.abs(got[i] - expected[i]) > 0.01 ? 1 : 0;
        }
        // one integer that falls on the other side changes its surroundings
        assertThat(apart).isLessThan(got.length / 20);
        return stored("it1.critic.fake").sub(pairs.clean());
    }

    private List<Tensor> trained(List<ParameterSlot> slots) {
        return slots.stream()
                .filter(slot -> slot.role().trained())
                .map(slot -> parameters.get(slot.name()))
                .toList();
    }

    private void gradients(String prefix) {
        List<String> compared = new ArrayList<>();
        for (String name : golden.tensors().keySet()) {
            if (name.startsWith(prefix + "grad.") && !name.endsWith("classifier.2.bias")) {
                Golden.close(
                        name,
                        Golden.gradient(parameters, name.substring((prefix + "grad.").length()))
                                .toDoubles(),
                        golden.stored(name).toDoubles(),
                        GRADIENT);
                compared.add(name);
            } else if (name.startsWith(prefix + "gradnorm.") && !isCancelled(name)) {
                double expected = golden.stored(name).toDoubles()[0];
                double norm = Golden.gradient(parameters, name.substring((prefix + "gradnorm.").length()))
                        .square()
                        .sum()
                        .sqrt()
                        .item();
                assertThat(norm).as(name).isCloseTo(expected, within(GRADIENT * expected + 1e-9));
                compared.add(name);
            }
        }
        assertThat(compared).hasSizeGreaterThan(30);
    }

    /** Gradients of rounding size: of what a normalisation cancels. */
    private static boolean isCancelled(String name) {
        boolean signal = name.contains("bijectors.2.") || name.contains("bijectors.5.");
        return name.matches(".*critic\\.features\\.[1-9]\\.0\\.bias")
                || name.endsWith("critic.classifier.2.bias")
                || (signal && (name.contains("meta_encoder") || name.matches(".*body\\.(0|[123]\\.0)\\.bias")))
                || name.matches(".*blocks\\.\\d\\.linear_layers\\.0\\.bias");
    }

    /** Parameters and running statistics after an update; Adam's first step has the same size whatever the gradient. */
    private void after(String prefix, String gradients) {
        int compared = 0;
        for (String name : golden.tensors().keySet()) {
            if (!name.startsWith(prefix) || name.endsWith("num_batches_tracked")) {
                continue;
            }
            String own = name.substring(prefix.length());
            double[] got = parameters.get(Golden.criticName(own)).toDoubles();
            double[] expected = golden.stored(name).toDoubles();
            StoredTensor gradient = golden.tensors().get(gradients + own);
            for (int i = 0; i < got.length; i++) {
                boolean clear =
                        gradient == null || gradient.toDoubles()[i] == 0 || Math.abs(gradient.toDoubles()[i]) > 1e-5;
                if (clear) {
                    assertThat(got[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(2e-6));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(300);
    }
}
