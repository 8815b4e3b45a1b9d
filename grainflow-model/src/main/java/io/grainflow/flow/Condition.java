package io.grainflow.flow;

import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The condition of a flow's transforms.
 *
 * @param features of the clean image; element l - 1 is [N,F,H/2^l,W/2^l] for level l; empty if the transforms use no features
 * @param weights which positions count in log-determinants
 * @param exposures clean image, camera and ISO; empty if the transforms do not use them
 */
public record Condition(List<Tensor> features, PositionWeights weights, Optional<Exposures> exposures) {
    public Condition {
        features = List.copyOf(features);
    }

    /** Without exposures. */
    public Condition(List<Tensor> features, PositionWeights weights) {
        this(features, weights, Optional.empty());
    }

    /** With exposures only. */
    public static Condition of(Exposures exposures, PositionWeights weights) {
        return new Condition(List.of(), weights, Optional.of(exposures));
    }

    /** Without features; all positions count. */
    public static Condition none() {
        return new Condition(List.of(), PositionWeights.all());
    }

    /** Clean image, camera and ISO. */
    public Exposures requireExposures() {
        return exposures.orElseThrow(() -> new IllegalArgumentException("Condition expects exposures, got none"));
    }

    /** The features at a level, from 1. */
    Tensor features(int level) {
        if (level < 1 || level > features.size()) {
            throw new IllegalArgumentException("Condition expects a level in 1.." + features.size() + ", got " + level);
        }
        return features.get(level - 1);
    }
}
