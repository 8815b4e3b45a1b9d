package io.grainflow.flow;

import io.grainflow.network.ParameterSlot;
import io.grainflow.network.Parameters;
import io.grainflow.tensor.Tensor;
import java.util.List;

/**
 * Latent Gaussians of NAFlow (Kim, Jung, Baik, Kim, ICLR 2024, section 3.2): one mean and one standard deviation per latent channel
 * and configuration, the same at every position. Tensors {@code gaussian.mean} [K,C] and either {@code gaussian.deviation}
 * [K,C] (as released: stored directly, of either sign) or {@code gaussian.log_deviation} [K,C].
 */
public final class DiagonalGaussians {
    private static final String MEAN = "gaussian.mean";
    private static final String DEVIATION = "gaussian.deviation";
    private static final String LOG_DEVIATION = "gaussian.log_deviation";
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final Tensor mean;
    private final Tensor deviation;
    private final boolean logarithmic;

    /** @param logarithmic whether logarithms of the deviations are stored */
    public DiagonalGaussians(Parameters parameters, boolean logarithmic) {
        this.mean = parameters.get(MEAN);
        this.deviation = parameters.get(deviationName(logarithmic));
        this.logarithmic = logarithmic;
    }

    /** Name of the tensor of means. */
    public static String meanName() {
        return MEAN;
    }

    /** Name of the tensor of deviations. */
    public static String deviationName(boolean logarithmic) {
        return logarithmic ? LOG_DEVIATION : DEVIATION;
    }

    /** Its parameters. */
    public static List<ParameterSlot> slots(
            int count, int channels, boolean logarithmic, boolean trainMeans, boolean trainDeviations) {
        return List.of(
                ParameterSlot.of(MEAN, role(trainMeans), count, channels),
                ParameterSlot.of(deviationName(logarithmic), role(trainDeviations), count, channels));
    }

    private static ParameterSlot.Role role(boolean trained) {
        return trained ? ParameterSlot.Role.FREE : ParameterSlot.Role.FIXED;
    }

    /**
     * Log-likelihood of each sample under its configuration in nats, summed over the positions that count, [N].
     *
     * @param z [N,C,h,w]
     * @param chosen one row per sample with a one at its configuration, [N,K]; the gradients of all other configurations are exactly zero
     * @param level of the latent
     */
    public Tensor logProb(Tensor z, Tensor chosen, PositionWeights weights, int level) {
        long count = z.shape()[0];
        long channels = z.shape()[1];
        Tensor mu = chosen.matmul(mean).reshape(count, channels, 1, 1);
        Tensor stored = chosen.matmul(deviation);
        Tensor logVariance = logarithmic ? stored.mul(2) : stored.square().log();
        Tensor variance = logarithmic ? logVariance.exp() : stored.square();
        Tensor distance = weights.weigh(z.sub(mu).square().div(variance.reshape(count, channels, 1, 1)), level)
                .sum(false, 1, 2, 3);
        Tensor constant = logVariance.add(LOG_TWO_PI).sum(false, 1).mul(weights.positions(z, level));
        return distance.add(constant).mul(-0.5);
    }
}
