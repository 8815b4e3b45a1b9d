package io.grainflow.neca;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.LossFunctions;
import io.grainflow.tensor.Resampling;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Losses;
import io.grainflow.train.Metrics;
import io.grainflow.train.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A training step of one set of networks (published training loop). The generators learn first, then the critics from the same noise. The
 * scores of the critics count in every fifth step only. In the steps between, the correlation network moves by its momentum, once it has
 * had a gradient.
 */
record NecaStep(NecaSet set, NecaObjective objective, Parameters parameters) {
    /** Mean score of real noise minus that of generated noise, both critics together. */
    static final String GAP = "criticGap";

    static final String PENALTY = "gradientPenalty";
    /** Squared difference of gains, white = 1 (std1). */
    static final String GAIN = "gainLoss";
    /** Squared difference of levels (std2). */
    static final String LEVEL = "levelLoss";

    static final String REGULARISATION = "regularisation";
    /** Minus the critic's mean score of correlated noise (adv1). */
    static final String ADVERSARIAL = "adversarialLoss";
    /** Minus the critic's mean score of independent noise (adv2). */
    static final String SUB_ADVERSARIAL = "subAdversarialLoss";
    /** Squared error of the denoiser (rec). */
    static final String RECONSTRUCTION = "reconstructionLoss";

    /** Names of the losses; the first is in every step. */
    static List<String> names(NecaObjective objective) {
        List<String> names =
                new ArrayList<>(List.of(GAP, PENALTY, GAIN, LEVEL, REGULARISATION, ADVERSARIAL, SUB_ADVERSARIAL));
        if (objective.hasDenoiser()) {
            names.add(RECONSTRUCTION);
        }
        return List.copyOf(names);
    }

    /**
     * One step.
     *
     * @param clean [N,C,H,W], white = 1
     * @param noisy of the same shape
     * @param number of this set's steps, from 0
     */
    Losses run(Tensor clean, Tensor noisy, NecaDraws draws, long number, StepContext context) {
        Tensor real = noisy.sub(clean);
        boolean adversarial = (number + 1) % objective.adversarialEvery() == 0;
        boolean joint = objective.jointAt(context.progress());
        boolean correlates = reachesCorrelation(adversarial, joint);
        NecaForward forward = NecaForward.of(set.networks(), parameters, clean, noisy, draws.latent(), correlates);
        Metrics learned = generators(forward, clean, real, draws, adversarial, joint, context);
        if (!correlates && context.updates(set.correlation()) > 0) {
            context.updateByMomentum(set.correlation());
        }
        Metrics found = critics(forward, real, draws, context);
        for (Metrics.Metric loss : learned.list()) {
            found = found.and(loss.name(), loss.value());
        }
        return new Losses(found);
    }

    private Metrics generators(
            NecaForward forward,
            Tensor clean,
            Tensor real,
            NecaDraws draws,
            boolean adversarial,
            boolean joint,
            StepContext context) {
        Tensor gain = forward.gainLoss(real);
        Tensor level = forward.levelLoss(real);
        Tensor even = forward.regularisation();
        Tensor total = even.mul(objective.regularisationWeight())
                .add(gain.mul(objective.gainWeight()))
                .add(level.mul(objective.levelWeight()));
        Metrics losses = Metrics.of(GAIN, gain.item()).and(LEVEL, level.item()).and(REGULARISATION, even.item());
        if (joint) {
            Tensor error = reconstruction(forward, clean);
            total = total.add(error.mul(objective.reconstructionWeight()));
            losses = losses.and(RECONSTRUCTION, error.item());
        }
        if (adversarial) {
            Tensor whole = run(set.critic(), forward.noise()).mean().neg();
            Tensor sub = run(set.subCritic(), sub(forward.independent(), draws))
                    .mean()
                    .neg();
            total = total.add(whole.add(sub).mul(objective.adversarialWeight()));
            losses = losses.and(ADVERSARIAL, whole.item()).and(SUB_ADVERSARIAL, sub.item());
        }
        context.update(updated(adversarial, joint), total);
        return losses;
    }

    /** The groups that the generators' loss reaches. */
    private List<String> updated(boolean adversarial, boolean joint) {
        List<String> updated = new ArrayList<>(List.of(set.levels()));
        if (joint) {
            updated.add(set.denoising());
        }
        if (reachesCorrelation(adversarial, joint)) {
            updated.add(set.correlation());
        }
        return updated;
    }

    private boolean reachesCorrelation(boolean adversarial, boolean joint) {
        return adversarial || (joint && !objective.separate());
    }

    private Tensor reconstruction(NecaForward forward, Tensor clean) {
        Tensor noise = objective.separate() ? forward.noise().detach() : forward.noise();
        return LossFunctions.meanSquared(run(set.denoiser(), clean.add(noise)), clean);
    }

    private Metrics critics(NecaForward forward, Tensor real, NecaDraws draws, StepContext context) {
        UnaryOperator<Tensor> critic = x -> run(set.critic(), x);
        UnaryOperator<Tensor> subCritic = x -> run(set.subCritic(), x);
        Tensor fake = forward.noise().detach();
        Tensor subReal = sub(real, draws);
        Tensor subFake = sub(forward.independent().detach(), draws);
        Tensor gap = gap(critic, real, fake).add(gap(subCritic, subReal, subFake));
        Tensor penalty = GradientPenalty.towards(1, critic, GradientPenalty.between(real, fake, draws.shares()))
                .add(GradientPenalty.towards(
                        1, subCritic, GradientPenalty.between(subReal, subFake, draws.subShares())));
        context.update(set.critics(), penalty.mul(objective.penaltyWeight()).sub(gap));
        return Metrics.of(GAP, gap.item()).and(PENALTY, penalty.item());
    }

    private static Tensor gap(UnaryOperator<Tensor> critic, Tensor real, Tensor fake) {
        return critic.apply(real).mean().sub(critic.apply(fake).mean());
    }

    /** The pixels that the second critic sees. */
    private static Tensor sub(Tensor noise, NecaDraws draws) {
        int step = NecaDraws.STEP;
        return Resampling.every(noise, step, draws.phase() / step, draws.phase() % step);
    }

    private Tensor run(Network network, Tensor x) {
        return TorchLowering.forward(network, parameters, x, Mode.TRAIN);
    }
}
