package io.grainflow.c2n;

import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.random.Seed;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Losses;
import io.grainflow.train.StepContext;
import io.grainflow.train.TrainingStep;
import io.grainflow.train.data.UnpairedBatch;

/**
 * One step: several updates of the critic with fresh random numbers, then one of the generator, all on the same clean and noisy patches. The
 * losses of the critic are means over its updates.
 */
final class C2nStep implements TrainingStep<UnpairedBatch> {
    static final String CRITIC = "critic";
    static final String GENERATOR = "generator";

    static final String GAP = "criticGap";
    static final String PENALTY = "gradientPenalty";
    static final String ADVERSARIAL = "generatorLoss";
    static final String STABILISING = "stabilisingLoss";

    private final C2nGenerator generator;
    private final C2nObjective objective;
    private final Network critic;
    private final Parameters parameters;
    private final Device device;
    private final Draws draws;

    /** The random numbers of the passes of a step, which are numbered from 0; the last one updates the generator. */
    interface Draws {
        /** Of the generator. */
        C2nDraws features(Seed step, int pass, long... shape);

        /** Shares of the real images in the points of the gradient penalty, [N]. */
        Tensor shares(Seed step, int pass, long count);
    }

    /** Draws that are functions of the step's seed. */
    private record Seeded(C2nSpec spec, Device device) implements Draws {
        @Override
        public C2nDraws features(Seed step, int pass, long... shape) {
            Seed own = step.child("features").child(pass);
            return C2nDraws.of(spec, own, shape[0], shape[2], shape[3], device);
        }

        @Override
        public Tensor shares(Seed step, int pass, long count) {
            return C2nDraws.uniform(step.child("shares").child(pass), count).to(device);
        }
    }

    C2nStep(C2nSpec spec, C2nObjective objective, Parameters parameters, Device device) {
        this(spec, objective, parameters, device, new Seeded(spec, device));
    }

    C2nStep(C2nSpec spec, C2nObjective objective, Parameters parameters, Device device, Draws draws) {
        this.generator = new C2nGenerator(spec);
        this.objective = objective;
        this.critic = objective.critic(spec.channels());
        this.parameters = parameters;
        this.device = device;
        this.draws = draws;
    }

    @Override
    public Losses run(UnpairedBatch batch, StepContext context) {
        Tensor clean = batch.tensor(batch.clean()).to(device);
        Tensor noisy = batch.tensor(batch.noisy()).to(device);
        double gaps = 0;
        double penalties = 0;
        int count = objective.criticSteps();
        for (int pass = 0; pass < count; pass++) {
            int own = pass;
            // a scope of its own frees what a pass leaves before the next one
            CriticLosses losses = Scope.heap(() -> criticUpdate(clean, noisy, context, own));
            gaps += losses.gap() / count;
            penalties += losses.penalty() / count;
        }
        Losses losses = Losses.of(GAP, gaps).and(PENALTY, penalties);
        Tensor noise = generator.noise(parameters, clean, draws.features(context.seed(), count, clean.shape()));
        Tensor adversarial = criticised(clean.add(noise)).mean().neg();
        Tensor stabilising = C2nLosses.stabilising(objective.stabilising(), noise);
        context.update(GENERATOR, adversarial.add(stabilising.mul(objective.stabilisingWeight())));
        return losses.and(ADVERSARIAL, adversarial.item()).and(STABILISING, stabilising.item());
    }

    private record CriticLosses(double gap, double penalty) {}

    private CriticLosses criticUpdate(Tensor clean, Tensor noisy, StepContext context, int pass) {
        C2nDraws drawn = draws.features(context.seed(), pass, clean.shape());
        Tensor fake = NoGrad.run(() -> clean.add(generator.noise(parameters, clean, drawn)));
        Tensor gap = C2nLosses.gap(this::criticised, noisy, fake);
        Tensor shares = draws.shares(context.seed(), pass, clean.shape()[0]);
        Tensor penalty = C2nLosses.penalty(objective.penalised(), this::criticised, noisy, fake, shares);
        context.update(CRITIC, penalty.mul(objective.penaltyWeight()).sub(gap));
        return new CriticLosses(gap.item(), penalty.item());
    }

    private Tensor criticised(Tensor noisy) {
        return TorchLowering.forward(critic, parameters, noisy, Mode.TRAIN);
    }
}
