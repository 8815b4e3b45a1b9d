package io.grainflow.train;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.ParameterSlot.Role;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.random.RandomField;
import io.grainflow.random.Seed;
import io.grainflow.tensor.AdamSettings;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.Dense;
import io.grainflow.tensor.Device;
import io.grainflow.tensor.GradientPenalty;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.divergence.CriticCollapse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A small WGAN-GP (Gulrajani et al., NeurIPS 2017) that learns pairs of numbers: correlated, of different spread, around a mean. The critic learns in
 * every step, the generator in every fifth; only the generator is averaged.
 */
record ToyGan(TrainingRequest request) implements TrainingSystem<float[]>, Validator {
    static final int EVERY = 5;
    private static final int BATCH = 64;
    private static final int SAMPLES = 400;
    private static final int HIDDEN = 24;
    private static final double PENALTY = 1;
    private static final String GAP = "criticGap";

    TrainingTask<float[]> task() {
        Seed seed = new Seed(request.plan().seed()).child("real");
        return new TrainingTask<>(
                "train toy gan",
                request,
                this,
                poolImages -> step -> real(seed.child(step), BATCH),
                LossReport.of(List.of(GAP, "gradientPenalty", "generatorLoss"), CriticCollapse::new),
                this,
                new Publication(
                        true,
                        (averaged, steps, history) -> List.of(new Publication.Target(
                                request.out(),
                                ToyTraining.model(averaged.get("g2.bias").toFloats()[0], steps)))),
                List.of());
    }

    /** Samples of the target, [count,2]. */
    static float[] real(Seed seed, int count) {
        RandomField normal = new RandomField(seed);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            double first = normal.normal(2L * i);
            values[2 * i] = (float) (1.5 + 0.8 * first);
            values[2 * i + 1] = (float) (-1 + 0.5 * first + 0.2 * normal.normal(2L * i + 1));
        }
        return values;
    }

    @Override
    public List<ParameterGroup> groups() {
        AdamSettings adam = new AdamSettings(0.5, 0.9, 1e-8, 0);
        return List.of(
                new ParameterGroup("critic", network("c", 1), adam, LearningRate.constant(4e-3), 0, 0),
                new ParameterGroup("generator", network("g", 2), adam, LearningRate.constant(4e-3), 0, 0.95));
    }

    /** Two linear layers. */
    static List<ParameterSlot> network(String name, int outputs) {
        return List.of(
                ParameterSlot.of(name + "1.weight", Role.KERNEL, HIDDEN, 2),
                ParameterSlot.of(name + "1.bias", Role.SHIFT, HIDDEN),
                ParameterSlot.of(name + "2.weight", Role.KERNEL, outputs, HIDDEN),
                ParameterSlot.of(name + "2.bias", Role.SHIFT, outputs));
    }

    static Tensor network(String name, Parameters parameters, Tensor x) {
        Tensor hidden = Dense.linear(x, parameters.get(name + "1.weight"), parameters.get(name + "1.bias"));
        return Dense.linear(hidden.tanh(), parameters.get(name + "2.weight"), parameters.get(name + "2.bias"));
    }

    @Override
    public Weights initial() {
        Seed seed = new Seed(request.plan().seed()).child("initialisation");
        Map<String, StoredTensor> start = new TreeMap<>();
        for (ParameterGroup group : groups()) {
            for (ParameterSlot slot : group.slots()) {
                RandomField normal = new RandomField(seed.child(slot.name()));
                float[] values = new float[slot.count()];
                for (int i = 0; i < values.length && slot.role() == Role.KERNEL; i++) {
                    values[i] =
                            (float) (normal.normal(i) / Math.sqrt(slot.shape().get(1)));
                }
                start.put(slot.name(), StoredTensor.ofFloats(values, slot.extents()));
            }
        }
        return Weights.of(start);
    }

    @Override
    public TrainingStep<float[]> step(Parameters parameters) {
        return (batch, context) -> {
            Tensor real = Tensor.of(batch, BATCH, 2);
            UnaryOperator<Tensor> critic = x -> network("c", parameters, x);
            Tensor fake = NoGrad.run(() -> generated(parameters, context.seed("critic")));
            Tensor gap = critic.apply(real).mean().sub(critic.apply(fake).mean());
            Tensor points = GradientPenalty.between(real, fake, shares(context.seed("shares")));
            Tensor penalty = penalty(context, critic, points);
            context.update("critic", penalty.mul(PENALTY).sub(gap));
            Losses losses = Losses.of(GAP, gap.item()).and("gradientPenalty", penalty.item());
            if (context.step() % EVERY != EVERY - 1) {
                return losses;
            }
            Tensor loss = critic.apply(generated(parameters, context.seed("generator")))
                    .mean()
                    .neg();
            return losses.and("generatorLoss", context.update("generator", loss));
        };
    }

    /** mean of (|d critic / d point| - 1)^2 (equation 3 of the paper), of points [N,2]. */
    static Tensor penalty(StepContext context, UnaryOperator<Tensor> critic, Tensor points) {
        Tensor leaf = points.detach().requiresGrad();
        Tensor slopes =
                context.gradients(critic.apply(leaf).sum(), List.of(leaf)).get(0);
        return slopes.square().sum(false, 1).sqrt().sub(1).square().mean();
    }

    private static Tensor generated(Parameters parameters, Seed seed) {
        return network("g", parameters, Tensor.randn(seed, BATCH, 2));
    }

    private static Tensor shares(Seed seed) {
        RandomField uniform = new RandomField(seed);
        float[] shares = new float[BATCH];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) uniform.uniform(i, 0);
        }
        return Tensor.of(shares, BATCH);
    }

    @Override
    public List<String> figures() {
        return List.of("energyDistance", "correlation");
    }

    @Override
    public Optional<Metrics> measure(Weights averaged) {
        float[] fake = Scope.heap(() -> NoGrad.run(() -> {
            List<ParameterSlot> all =
                    groups().stream().flatMap(group -> group.slots().stream()).toList();
            Parameters frozen = Parameters.frozen(all, averaged, Device.CPU, DType.FLOAT32);
            return network("g", frozen, Tensor.randn(new Seed(5), SAMPLES, 2)).toFloats();
        }));
        return Optional.of(Metrics.of("energyDistance", energyDistance(fake, real(new Seed(6), SAMPLES)))
                .and("correlation", correlation(fake)));
    }

    /** 2 E|X-Y| - E|X-X'| - E|Y-Y'| (Szekely, Rizzo, 2013): zero for equal distributions alone. */
    static double energyDistance(float[] x, float[] y) {
        return 2 * meanDistance(x, y) - meanDistance(x, x) - meanDistance(y, y);
    }

    private static double meanDistance(float[] x, float[] y) {
        List<Double> distances = new ArrayList<>();
        for (int i = 0; i < x.length; i += 2) {
            for (int j = 0; j < y.length; j += 2) {
                distances.add(Math.hypot(x[i] - y[j], x[i + 1] - y[j + 1]));
            }
        }
        return distances.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Of the two numbers of each sample; 0.93 in the target. */
    private static double correlation(float[] samples) {
        double count = samples.length / 2.0;
        double[] sums = new double[5];
        for (int i = 0; i < samples.length; i += 2) {
            double x = samples[i];
            double y = samples[i + 1];
            double[] terms = {x, y, x * x, y * y, x * y};
            for (int k = 0; k < sums.length; k++) {
                sums[k] += terms[k] / count;
            }
        }
        double spread = Math.sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
        return (sums[4] - sums[0] * sums[1]) / spread;
    }
}
