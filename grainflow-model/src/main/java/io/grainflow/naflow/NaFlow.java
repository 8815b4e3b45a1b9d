package io.grainflow.naflow;

import io.grainflow.flow.ActNorm;
import io.grainflow.flow.AffineCoupling;
import io.grainflow.flow.AffineInjector;
import io.grainflow.flow.Chain;
import io.grainflow.flow.Condition;
import io.grainflow.flow.ConditionFeatures;
import io.grainflow.flow.DiagonalGaussians;
import io.grainflow.flow.InvertibleConvolution;
import io.grainflow.flow.PositionWeights;
import io.grainflow.flow.Squeeze;
import io.grainflow.flow.Transform;
import io.grainflow.flow.Transformed;
import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import io.grainflow.tensor.TensorBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * NAFlow on tensors. Layers are numbered as in the released code: 0 a 1x1 convolution, 1 and 2 ActNorm and 1x1 convolution; then for each
 * level a squeeze, the transitions, and the conditional steps.
 */
public final class NaFlow implements TensorBundle {
    private static final int EMBEDDINGS = 3;

    private final NaFlowSpec spec;
    private final Parameters parameters;
    private final ConditionFeatures features;
    private final List<List<Transform>> layers;
    private final Chain chain;
    private final DiagonalGaussians gaussians;

    /** @param parameters of {@link #slots}; if they are frozen, everything that is derived from them is computed once */
    public NaFlow(NaFlowSpec spec, Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        this.features = new ConditionFeatures(parameters, spec.levels());
        this.layers = layers(spec, parameters);
        Chain all = new Chain(layers.stream().flatMap(List::stream).toList());
        this.chain = parameters.frozen()
                ? all.fixed(parameters.get("layers.0.conv.lu").dtype())
                : all;
        this.gaussians = new DiagonalGaussians(parameters, spec.form().logarithmicDeviations());
    }

    /** All parameters of a specification, given the number of captures. */
    static List<ParameterSlot> slots(NaFlowSpec spec, int captures) {
        List<ParameterSlot> slots =
                new ArrayList<>(ConditionFeatures.slots(spec.channels(), spec.features(), spec.levels()));
        Plan plan = new Plan(spec);
        for (Plan.Step step : plan.steps()) {
            if (step.kind() != Plan.Kind.SQUEEZE) {
                if (step.kind() != Plan.Kind.CONVOLUTION) {
                    slots.addAll(ActNorm.slots(step.name() + ".actnorm", step.channels()));
                }
                slots.addAll(InvertibleConvolution.slots(
                        step.name() + ".conv", step.channels(), spec.form() == NaFlowSpec.Form.STABLE));
            }
            if (step.kind() == Plan.Kind.CONDITIONAL) {
                slots.addAll(AffineCoupling.network(
                                step.name() + ".coupling", step.channels(), spec.features(), spec.hidden())
                        .parameters());
                slots.addAll(AffineInjector.network(
                                step.name() + ".injector", step.channels(), spec.features(), spec.hidden())
                        .parameters());
            }
        }
        slots.addAll(DiagonalGaussians.slots(
                spec.gaussians(captures),
                spec.latentChannels(),
                spec.form().logarithmicDeviations(),
                spec.trainMeans(),
                spec.trainDeviations()));
        return List.copyOf(slots);
    }

    private static List<List<Transform>> layers(NaFlowSpec spec, Parameters parameters) {
        List<List<Transform>> layers = new ArrayList<>();
        for (Plan.Step step : new Plan(spec).steps()) {
            List<Transform> parts = new ArrayList<>();
            if (step.kind() == Plan.Kind.SQUEEZE) {
                parts.add(new Squeeze());
            } else {
                if (step.kind() != Plan.Kind.CONVOLUTION) {
                    parts.add(new ActNorm(step.name() + ".actnorm", parameters, step.level()));
                }
                parts.add(new InvertibleConvolution(step.name() + ".conv", parameters, step.level()));
            }
            if (step.kind() == Plan.Kind.CONDITIONAL) {
                parts.add(new AffineCoupling(
                        step.name() + ".coupling",
                        parameters,
                        spec.form().scale(),
                        step.channels(),
                        spec.features(),
                        spec.hidden(),
                        step.level()));
                parts.add(new AffineInjector(
                        step.name() + ".injector",
                        parameters,
                        spec.form().scale(),
                        step.channels(),
                        spec.features(),
                        spec.hidden(),
                        step.level()));
            }
            layers.add(List.copyOf(parts));
        }
        return List.copyOf(layers);
    }

    /** The transforms of each layer, in the forward order, not composed. */
    public List<List<Transform>> layers() {
        return layers;
    }

    /**
     * The condition of the transforms.
     *
     * @param noised clean image with conditioning noise, [N,C,H,W], H and W multiples of the block
     */
    public Condition condition(Tensor noised, PositionWeights weights) {
        return new Condition(features.of(noised), weights);
    }

    /**
     * Noisy image to latent.
     *
     * @param noisy dequantised [N,C,H,W]
     * @param clean without conditioning noise, same shape
     */
    public Transformed forward(Tensor noisy, Tensor clean, Condition condition) {
        return chain.forward(spec.residual() ? noisy.sub(clean) : noisy, condition);
    }

    /** As {@link #forward}, with data-dependent initialisation of the ActNorms. */
    public Transformed initialise(Tensor noisy, Tensor clean, Condition condition) {
        return chain.initialise(spec.residual() ? noisy.sub(clean) : noisy, condition);
    }

    /** Latent to noisy image. */
    public Transformed inverse(Tensor z, Tensor clean, Condition condition) {
        Transformed result = chain.inverse(z, condition);
        return spec.residual() ? new Transformed(result.value().add(clean), result.logAbsDet()) : result;
    }

    /** Log-density of noisy images in nats, [N], over the positions that count. */
    public Tensor logProb(Transformed latent, Tensor chosen, PositionWeights weights) {
        return latent.logAbsDet().add(gaussians.logProb(latent.value(), chosen, weights, spec.levels()));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        parameters.forEachTensor(action);
        layers.forEach(layer -> layer.forEach(transform -> transform.forEachTensor(action)));
        chain.forEachTensor(action);
    }

    /** The sequence of layers, derived from the specification alone. */
    record Plan(NaFlowSpec spec) {
        enum Kind {
            CONVOLUTION,
            TRANSITION,
            SQUEEZE,
            CONDITIONAL
        }

        record Step(String name, Kind kind, int channels, int level) {}

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            int channels = spec.channels();
            for (int i = 0; i < EMBEDDINGS; i++) {
                add(steps, i == 0 ? Kind.CONVOLUTION : Kind.TRANSITION, channels, 0);
            }
            for (int level = 1; level <= spec.levels(); level++) {
                channels *= 4;
                add(steps, Kind.SQUEEZE, channels, level);
                for (int i = 0; i < spec.transitions(); i++) {
                    add(steps, Kind.TRANSITION, channels, level);
                }
                for (int i = 0; i < spec.steps(); i++) {
                    add(steps, Kind.CONDITIONAL, channels, level);
                }
            }
            return steps;
        }

        private static void add(List<Step> steps, Kind kind, int channels, int level) {
            steps.add(new Step("layers." + steps.size(), kind, channels, level));
        }
    }
}
