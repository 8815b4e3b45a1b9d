package io.grainflow.neca;

import io.grainflow.file.StoredTensor;
import io.grainflow.network.Layer;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkBuilder;
import io.grainflow.network.ParameterSlot;
import io.grainflow.random.Seed;
import io.grainflow.train.ParameterGroup;
import io.grainflow.train.TrainPlan;
import io.grainflow.train.adversarial.PatchCritic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is trained for one set of networks.
 *
 * @param prefix of the names of parameters and groups
 * @param networks the model
 * @param critic of correlated noise, whole patches
 * @param subCritic of independent noise, every third pixel
 * @param denoiser that is trained on generated noise; it is built whether it is trained or not
 */
record NecaSet(String prefix, NecaNetworks networks, Network critic, Network subCritic, Network denoiser) {
    private static final int MOST_HALVINGS = 5;
    private static final int SUB_HALVINGS = 3;
    private static final int DOUBLINGS = 3;
    private static final double NORM_EPSILON = 1e-4;
    private static final double NORM_MOMENTUM = 0.9;

    /**
     * The networks of a training.
     *
     * @param size of patches, a multiple of 24
     */
    static NecaSet of(NecaSpec spec, NecaObjective objective, int set, int size) {
        String prefix = spec.prefix(set);
        int channels = spec.channels();
        int sub = size / NecaDraws.STEP;
        int width = objective.criticWidth();
        return new NecaSet(
                prefix,
                spec.networks(set),
                new PatchCritic(channels, size, width, halvings(size, MOST_HALVINGS), DOUBLINGS, false)
                        .network(prefix + "D1."),
                new PatchCritic(channels, sub, width, halvings(sub, SUB_HALVINGS), DOUBLINGS, false)
                        .network(prefix + "D2."),
                denoiser(prefix + "G3.", channels, objective.denoiserDepth(), objective.denoiserFeatures()));
    }

    private static int halvings(int size, int most) {
        return Math.min(most, Integer.numberOfTrailingZeros(size));
    }

    /** A DnCNN: the noise is subtracted from the input. */
    private static Network denoiser(String name, int channels, int depth, int features) {
        NetworkBuilder net = new NetworkBuilder(channels)
                .then(new Layer.Convolution(name + "model.0", channels, features, 3, true))
                .then(new Layer.Relu());
        int module = 2;
        for (int i = 0; i < depth - 2; i++) {
            net.then(new Layer.Convolution(name + "model." + module, features, features, 3, true))
                    .then(new Layer.BatchNorm(name + "model." + (module + 1), features, NORM_EPSILON, NORM_MOMENTUM))
                    .then(new Layer.Relu());
            module += 3;
        }
        net.then(new Layer.Convolution(name + "model." + module, features, channels, 3, true));
        return net.add(new Layer.Subtract(), List.of(NetworkBuilder.INPUT, net.last()))
                .build();
    }

    /** Group of the gain and level networks. */
    String levels() {
        return prefix + "levels";
    }

    /** Group of the correlation network. */
    String correlation() {
        return prefix + "correlation";
    }

    /** Group of both critics. */
    String critics() {
        return prefix + "critics";
    }

    /** Group of the denoiser. */
    String denoising() {
        return prefix + "denoiser";
    }

    /** The groups of parameters. Only what becomes the model is averaged. */
    List<ParameterGroup> groups(TrainPlan plan, NecaObjective objective) {
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(ParameterGroup.of(levels(), slots(networks.gain(), networks.level()), plan));
        groups.add(ParameterGroup.of(correlation(), slots(networks.correlation()), plan)
                .with((step, steps) -> objective.adversarialPace() * plan.learningRateAt(step, steps)));
        groups.add(unaveraged(ParameterGroup.of(critics(), slots(critic, subCritic), plan)
                .with((step, steps) -> objective.adversarialPace() * plan.learningRateAt(step, steps))));
        if (objective.hasDenoiser()) {
            groups.add(unaveraged(ParameterGroup.of(denoising(), slots(denoiser), plan)
                    .with((step, steps) -> objective.denoiserPace(step, steps) * plan.learningRateAt(step, steps))));
        }
        return List.copyOf(groups);
    }

    private static ParameterGroup unaveraged(ParameterGroup group) {
        return new ParameterGroup(
                group.name(), group.slots(), group.optimiser(), group.learningRate(), group.gradientClip(), 0);
    }

    /** Initial values of critics and denoiser. */
    Map<String, StoredTensor> opponents(int channels, NecaObjective objective, Seed seed) {
        Map<String, StoredTensor> start =
                new TreeMap<>(NecaInitialisation.of(slots(critic, subCritic), channels, objective.criticWidth(), seed)
                        .tensors());
        if (objective.hasDenoiser()) {
            start.putAll(NecaInitialisation.of(slots(denoiser), channels, objective.denoiserFeatures(), seed)
                    .tensors());
        }
        return start;
    }

    static List<ParameterSlot> slots(Network... all) {
        return Stream.of(all).flatMap(network -> network.parameters().stream()).toList();
    }
}
