package io.grainflow.flow;

import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * What the transforms of a flow are conditioned on.
 *
 * @param features of the clean image; element l - 1 is [N,F,H/2^l,W/2^l] for level l; empty where nothing is conditioned
 * @param weights which positions count in log-determinants
 */
public record Condition(List<Tensor> features, PositionWeights weights) {
    public Condition {
        features = List.copyOf(features);
    }

    /** Without features, all positions counting. */
    public static Condition none() {
        return new Condition(List.of(), PositionWeights.all());
    }

    /** The features at a level, from 1. */
    Tensor features(int level) {
        if (level < 1 || level > features.size()) {
            throw new IllegalArgumentException("Condition expects a level in 1.." + features.size() + ", got " + level);
        }
        return features.get(level - 1);
    }
}
