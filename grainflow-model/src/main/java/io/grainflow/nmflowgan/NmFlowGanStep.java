package io.grainflow.nmflowgan;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Losses;
import io.grainflow.train.StepContext;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.data.FlowBatch;
import java.util.List;

/**
 * One step of NM-FlowGAN's training (arXiv 2312.10112, as released). The flow learns by likelihood, the generator against the critic. In
 * every fifth step flow and generator are updated first; the critic is updated in every step, on the same batch with new random numbers.
 *
 * <p>Gradients that the released code computes and discards are left out. Its visits of the critic compute the likelihood for the running
 * statistics alone, which follow from camera and ISO without images.
 */
final class NmFlowGanStep implements TrainingStep<FlowBatch> {
    static final String FLOW = "flow";
    static final String GENERATOR = "generator";
    static final String CRITIC = "critic";
    static final String GAP = "criticGap";
    static final String PENALTY = "gradientPenalty";
    static final String GENERATOR_LOSS = "generatorLoss";
    static final String NLL = "nllNatsPerDim";
    private static final double WHITE = 255;

    private final NmFlowGanSpec spec;
    private final NmFlowGanSchedule schedule;
    private final List<Capture> captures;
    private final Parameters parameters;
    private final NmFlow flow;
    private final Network generator;
    private final Network critic;

    /**
     * A step.
     *
     * @param captures of the batches, in index order
     * @param parameters of flow, generator and critic
     */
    NmFlowGanStep(
            NmFlowGanSpec spec,
            NmFlowGanSchedule schedule,
            List<Capture> captures,
            Network critic,
            Parameters parameters) {
        this.spec = spec;
        this.schedule = schedule;
        this.captures = captures;
        this.parameters = parameters;
        this.flow = new NmFlow(spec, parameters, Mode.TRAIN);
        this.generator = CorrelationNetwork.of(spec);
        this.critic = critic;
    }

    /**
     * A batch in whole grey levels.
     *
     * @param clean [N,C,H,W]
     * @param noisy [N,C,H,W]
     */
    record Pairs(Tensor clean, Tensor noisy, List<Capture> captures) {
        /** Real noise. */
        Tensor noise() {
            return noisy.sub(clean);
        }

        Tensor like(float[] values) {
            return Tensor.of(values, clean.shape()).to(clean.dtype()).to(clean.device());
        }
    }

    /**
     * What the critic learns from.
     *
     * @param gap mean over real noise less mean over generated noise
     * @param penalty on slopes other than 1 per grey level
     */
    record CriticLosses(Tensor gap, Tensor penalty) {
        Tensor total(double weight) {
            return penalty.mul(weight).sub(gap);
        }
    }

    @Override
    public Losses run(FlowBatch batch, StepContext context) {
        Tensor clean = batch.tensor(batch.clean(), parameters.all().get(0).device());
        Tensor noisy = batch.tensor(batch.noisy(), clean.device());
        Pairs pairs = new Pairs(numbers(clean), numbers(noisy), batch.captures(captures));
        long iteration = context.step() + 1;
        boolean flowDue = iteration % schedule.flowEvery() == 0;
        boolean generatorDue = iteration % schedule.generatorEvery() == 0;
        double nll = Double.NaN;
        double generatorLoss = Double.NaN;
        if (flowDue || generatorDue) {
            NmFlowGanDraws draws = draws(batch, context, "generator");
            Tensor likelihood = flowDue ? nll(pairs, draws) : pairs.clean();
            Tensor adversarial = generatorDue ? generatorLoss(pairs, fake(pairs, draws)) : pairs.clean();
            nll = flowDue
                    ? context.update(FLOW, likelihood) / (pairs.clean().shape()[1] * batch.size() * batch.size())
                    : nll;
            generatorLoss = generatorDue ? context.update(GENERATOR, adversarial) : generatorLoss;
        }
        NmFlowGanDraws draws = draws(batch, context, "critic");
        CriticLosses losses = criticLosses(pairs, constantFake(pairs, draws), draws);
        context.update(CRITIC, losses.total(schedule.penaltyWeight()));
        Losses all = Losses.of(GAP, losses.gap().item())
                .and(PENALTY, losses.penalty().item());
        all = generatorDue ? all.and(GENERATOR_LOSS, generatorLoss) : all;
        return flowDue ? all.and(NLL, nll - Math.log(GreyLevels.LEVELS)) : all;
    }

    private NmFlowGanDraws draws(FlowBatch batch, StepContext context, String purpose) {
        return NmFlowGanDraws.of(spec, schedule.penaltyShares(), batch.count(), batch.size(), context.seed(purpose));
    }

    private static Tensor numbers(Tensor image) {
        return image.mul(WHITE).add(0.5).floor().clamp(0, WHITE);
    }

    private Condition condition(Pairs pairs, Tensor uniform) {
        Tensor light = pairs.clean().add(uniform).mul(1 / GreyLevels.LEVELS);
        return flow.condition(light, pairs.captures(), PositionWeights.all());
    }

    /** Mean over the batch of the negative log-likelihood of grey levels, in nats per image. */
    Tensor nll(Pairs pairs, NmFlowGanDraws draws) {
        Condition condition = condition(pairs, pairs.like(draws.clean()));
        Tensor noisy = pairs.noisy().add(pairs.like(draws.noisy()));
        return flow.logProb(flow.forward(noisy, condition), condition.weights())
                .mean()
                .neg();
    }

    /** The flow's noise in whole grey levels, without gradients. */
    Tensor flowNoise(Pairs pairs, NmFlowGanDraws draws) {
        return NoGrad.run(() -> flow.inverse(
                        pairs.like(draws.latent()), condition(pairs, pairs.like(draws.sampleClean())))
                .value()
                .floor()
                .clamp(0, WHITE)
                .sub(pairs.clean()));
    }

    /** Generated noise in grey levels, with gradients of the generator. */
    Tensor fake(Pairs pairs, NmFlowGanDraws draws) {
        return correlated(flowNoise(pairs, draws), draws);
    }

    Tensor correlated(Tensor noise, NmFlowGanDraws draws) {
        return TorchLowering.forward(
                        generator, parameters, noise.mul(1 / spec.noiseUnit()), Mode.TRAIN, draws.dropping())
                .mul(spec.noiseUnit());
    }

    /** Generated noise without gradients. Running statistics advance as if the likelihood were computed as well. */
    Tensor constantFake(Pairs pairs, NmFlowGanDraws draws) {
        return NoGrad.run(() -> {
            if (spec.conditioning() == NmFlowGanSpec.Conditioning.BATCH) {
                flow.advanceStatistics(condition(pairs, pairs.like(draws.clean())));
            }
            return fake(pairs, draws);
        });
    }

    /** Minus the critic's mean over generated noise. */
    Tensor generatorLoss(Pairs pairs, Tensor fake) {
        return critic(seen(fake, pairs.clean())).mean().neg();
    }

    CriticLosses criticLosses(Pairs pairs, Tensor fake, NmFlowGanDraws draws) {
        Tensor real = seen(pairs.noise(), pairs.clean());
        Tensor generated = seen(fake, pairs.clean());
        long count = real.shape()[0];
        Tensor scores = critic(Tensor.cat(List.of(real, generated), 0));
        Tensor gap = scores.narrow(0, 0, count)
                .mean()
                .sub(scores.narrow(0, count, count).mean());
        Tensor shares = Tensor.of(draws.shares(), count).to(real.dtype()).to(real.device());
        Tensor points = GradientPenalty.between(real, generated, shares);
        return new CriticLosses(gap, GradientPenalty.towards(1, this::critic, points));
    }

    /** What the critic sees, in grey levels, [N,2C,H,W]. */
    private static Tensor seen(Tensor noise, Tensor clean) {
        return Tensor.cat(List.of(noise, clean), 1);
    }

    /** The critic's number of each sample, [N,1,1,1]. */
    Tensor critic(Tensor seen) {
        long channels = spec.channels();
        float[] units = new float[2 * spec.channels()];
        for (int c = 0; c < units.length; c++) {
            units[c] = (float) (1 / (c < channels ? spec.noiseUnit() : GreyLevels.LEVELS));
        }
        Tensor unit = Tensor.of(units, 1, units.length, 1, 1).to(seen.dtype()).to(seen.device());
        return TorchLowering.forward(critic, parameters, seen.mul(unit), Mode.TRAIN);
    }
}
