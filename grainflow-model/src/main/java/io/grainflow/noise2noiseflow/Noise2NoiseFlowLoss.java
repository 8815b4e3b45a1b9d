package io.grainflow.noise2noiseflow;

import io.grainflow.flow.Condition;
import io.grainflow.flow.PositionWeights;
import io.grainflow.network.Mode;
import io.grainflow.network.Network;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.noiseflow.NoiseFlow;
import io.grainflow.pair.Capture;
import io.grainflow.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The objective of Noise2NoiseFlow (Maleky, Kousha, Brown, Brubaker, CVPR 2022, section 3.3): a noise model and a denoiser learn from two
 * noisy shots of each scene. The denoiser predicts each shot from the other. The noise of a shot is its difference from the restored other
 * shot, so that it is independent of the noise in the denoiser's input.
 *
 * @param flow the noise model
 * @param denoiser maps [N,C,H,W] to the same shape, unclipped
 * @param weight of the denoiser's squared error; 262144 in the released code
 */
public record Noise2NoiseFlowLoss(NoiseFlow flow, UnaryOperator<Tensor> denoiser, double weight) {
    /** The weight in the released code. */
    public static final double PUBLISHED_WEIGHT = 262144;

    /**
     * The loss of a batch of pairs, and its parts.
     *
     * @param nllNatsPerDim mean negative log-likelihood of the noise, per value
     * @param squaredError mean squared error of the denoiser over both directions
     * @param total nll + weight * squared error
     */
    public record Cost(Tensor nllNatsPerDim, Tensor squaredError, Tensor total) {}

    /** The loss with the task's weight. */
    static Noise2NoiseFlowLoss of(Noise2NoiseFlowTask task, NoiseFlow flow, Parameters parameters, Mode mode) {
        Network network = task.denoiser().network();
        return new Noise2NoiseFlowLoss(
                flow, x -> TorchLowering.forward(network, parameters, x, mode), task.denoiserWeight());
    }

    /**
     * The loss of pairs of shots.
     *
     * @param first [N,C,H,W]
     * @param second the same scenes
     * @param captures one per sample
     */
    public Cost of(Tensor first, Tensor second, List<Capture> captures) {
        Tensor fromFirst = denoiser.apply(first);
        Tensor fromSecond = denoiser.apply(second);
        Tensor squared = fromFirst
                .sub(second)
                .square()
                .mean()
                .add(fromSecond.sub(first).square().mean())
                .mul(0.5);
        Tensor nll = nll(first, fromSecond.clamp(0, 1), captures)
                .add(nll(second, fromFirst.clamp(0, 1), captures))
                .mul(0.5);
        return new Cost(nll, squared, nll.add(squared.mul(weight)));
    }

    private Tensor nll(Tensor noisy, Tensor clean, List<Capture> captures) {
        long[] shape = noisy.shape();
        Condition condition = flow.condition(clean, captures, PositionWeights.all());
        Tensor nats = flow.logProb(flow.forward(noisy.sub(clean), condition), PositionWeights.all());
        return nats.mean().mul(-1.0 / (shape[1] * shape[2] * shape[3]));
    }
}
