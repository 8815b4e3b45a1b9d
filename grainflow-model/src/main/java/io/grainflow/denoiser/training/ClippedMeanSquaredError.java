package io.grainflow.denoiser.training;

import io.grainflow.noise.estimate.ClippingBias;
import io.grainflow.tensor.Tensor;

/**
 * Mean of (m(f) - y)^2 where m is the mean that clipping leaves of noisy values: its minimiser is the clean value, where that of
 * the plain mean of squares is the biased mean. Exact where the restored value is certain; where it is not, m is not straight, and
 * some of the bias stays.
 */
final class ClippedMeanSquaredError {
    private ClippedMeanSquaredError() {}

    static Tensor loss(Tensor output, Tensor target, ClippingBias clipping) {
        float[] restored = output.toFloats();
        float[] wanted = target.toFloats();
        double sum = 0;
        for (int i = 0; i < restored.length; i++) {
            double f = restored[i];
            double residual = clipping.expected(f) - wanted[i];
            sum += residual * residual;
            restored[i] = (float) (2 * residual * clipping.slope(f) / restored.length);
        }
        return CustomGradientLoss.loss(output, sum / restored.length, restored);
    }
}
