package io.grainflow.inference;

import io.grainflow.engine.Plan;
import io.grainflow.engine.Precision;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Device;

/** Chooses the engine that runs a network. */
public final class Engines {
    private Engines() {}

    public static InferenceEngine of(Network network, Weights weights, Inference inference) {
        if (inference.device() == Device.CPU && Plan.available()) {
            Precision precision = inference.precision().orElse(Precision.FP32);
            Plan plan = Plan.of(NetworkGraph.of(network, weights), precision, inference.ranges(), inference.threads());
            return new PlanEngine(plan, inference.memoryBytes());
        }
        return new TorchEngine(FoldedNetwork.of(network, weights), inference.device(), inference.threads());
    }
}
