package io.grainflow.noise2noiseflow;

import io.grainflow.network.Mode;
import io.grainflow.network.Parameters;
import io.grainflow.network.Weights;
import io.grainflow.noiseflow.NoiseFlow;
import io.grainflow.pair.Capture;
import io.grainflow.pair.NoisyPair;
import io.grainflow.tensor.DType;
import io.grainflow.tensor.NoGrad;
import io.grainflow.tensor.Scope;
import io.grainflow.tensor.Tensor;
import io.grainflow.train.Metrics;
import io.grainflow.train.Validator;
import io.grainflow.train.data.ValidationCrops;
import java.util.List;
import java.util.Optional;

/** Evaluates both models on the centres of some held-out pairs of shots, always the same ones. No clean image is needed. */
final class ShotValidation implements Validator {
    private static final int MOST_PAIRS = 8;
    private static final int LARGEST_SIDE = 128;
    private static final String NLL = "validationNllNatsPerDim";
    private static final String ERROR = "validationShotError";

    private final Noise2NoiseFlowTask task;
    private final List<NoisyPair> pairs;

    /** @param captures of the flow's vocabulary */
    ShotValidation(Noise2NoiseFlowTask task, List<Capture> captures) {
        this.task = task;
        this.pairs = ValidationCrops.centres(task.data(), captures, MOST_PAIRS, LARGEST_SIDE);
    }

    @Override
    public List<String> figures() {
        return List.of(NLL, ERROR);
    }

    /**
     * Negative log-likelihood of the noise in nats per value, and the mean squared difference between a restored shot and the other shot.
     */
    @Override
    public Optional<Metrics> measure(Weights averaged) {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        double[] sums = new double[2];
        Scope.run(() -> NoGrad.run(() -> {
            Parameters frozen = Parameters.frozen(task.slots(), averaged, task.device(), DType.FLOAT32);
            Noise2NoiseFlowLoss loss =
                    Noise2NoiseFlowLoss.of(task, new NoiseFlow(task.spec(), frozen, Mode.EVAL), frozen, Mode.EVAL);
            for (NoisyPair pair : pairs) {
                Scope.run(() -> {
                    Noise2NoiseFlowLoss.Cost cost = loss.of(
                            one(pair.noisy().toArray(), pair),
                            one(pair.clean().toArray(), pair),
                            List.of(pair.capture()));
                    sums[0] += cost.nllNatsPerDim().item() / pairs.size();
                    sums[1] += cost.squaredError().item() / pairs.size();
                });
            }
            return null;
        }));
        return Optional.of(Metrics.of(NLL, sums[0]).and(ERROR, sums[1]));
    }

    private Tensor one(float[] values, NoisyPair pair) {
        return Tensor.of(
                        values,
                        1,
                        pair.clean().channels(),
                        pair.clean().height(),
                        pair.clean().width())
                .to(task.device());
    }
}
