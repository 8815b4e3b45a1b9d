package io.grainflow.neca;

import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.TorchLowering;
import io.grainflow.tensor.LossFunctions;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * All steps from pairs to generated noise.
 *
 * @param gain of the noisy images, [N,1,1,1]
 * @param level of every value, [N,C,H,W]
 * @param independent noise of these levels
 * @param noise correlated noise
 */
record NecaForward(Tensor gain, Tensor level, Tensor independent, Tensor noise) {
    /**
     * Runs the networks.
     *
     * @param latent standard normal numbers, [N,C,H,W]
     * @param trainsCorrelation whether gradients of the correlation network are recorded
     */
    static NecaForward of(
            NecaNetworks networks,
            Parameters parameters,
            Tensor clean,
            Tensor noisy,
            Tensor latent,
            boolean trainsCorrelation) {
        Tensor gain = TorchLowering.forward(networks.gain(), parameters, noisy, Mode.TRAIN);
        Tensor level = level(networks, parameters, clean, gain);
        Tensor independent = level.mul(latent);
        Tensor noise = trainsCorrelation
                ? correlated(networks, parameters, independent)
                : NoGrad.run(() -> correlated(networks, parameters, independent));
        return new NecaForward(gain, level, independent, noise);
    }

    /** Noise levels of clean images with given gains [N,1,1,1]. */
    static Tensor level(NecaNetworks networks, Parameters parameters, Tensor clean, Tensor gain) {
        Tensor plane = clean.narrow(1, 0, 1).mul(0).add(gain);
        return TorchLowering.forward(networks.level(), parameters, Tensor.cat(List.of(clean, plane), 1), Mode.TRAIN);
    }

    /** Correlated noise of independent noise. */
    static Tensor correlated(NecaNetworks networks, Parameters parameters, Tensor independent) {
        return TorchLowering.forward(networks.correlation(), parameters, independent, Mode.TRAIN)
                .add(independent);
    }

    /** Mean squared difference of the gain from that of the real noise (std1). */
    Tensor gainLoss(Tensor real) {
        return LossFunctions.meanSquared(gain, NecaTargets.gain(real));
    }

    /** Mean squared difference of the levels from those of the real noise (std2). */
    Tensor levelLoss(Tensor real) {
        return LossFunctions.meanSquared(level, NecaTargets.level(real));
    }

    /** Mean squared difference of the levels from the gain (reg). */
    Tensor regularisation() {
        return level.sub(gain).square().mean();
    }
}
