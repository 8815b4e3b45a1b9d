package io.grainflow.model;

import io.grainflow.engine.Plan;
import io.grainflow.network.FoldedNetwork;
import io.grainflow.network.Network;
import io.grainflow.network.NetworkGraph;
import io.grainflow.network.Weights;
import io.grainflow.tensor.Device;

/** Chooses what a network is run by. */
final class Engines {
    private Engines() {}

    static InferenceEngine of(Network network, Weights weights, Inference inference) {
        if (inference.device() == Device.CPU && Plan.available()) {
            return new PlanEngine(Plan.of(NetworkGraph.of(network, weights)), inference.memoryBytes());
        }
        return new TorchEngine(FoldedNetwork.of(network, weights), inference.device());
    }
}
