package io.grainflow.tensor;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;

/** Exponential moving average of tensors: average = decay * average + (1 - decay) * value. */
public final class Ema implements TensorBundle {
    private final double decay;
    private final List<Tensor> values;
    private final List<Tensor> averages;

    private Ema(double decay, List<Tensor> values) {
        this.decay = decay;
        this.values = List.copyOf(values);
        this.averages = values.stream().map(Tensor::copy).toList();
    }

    /** Starts at the tensors' current values. */
    public static Ema of(double decay, List<Tensor> values) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("Ema expects a decay in [0,1), got " + decay);
        }
        return Scope.keep(() -> new Ema(decay, values));
    }

    /**
     * Updates the averages with the tensors' current values.
     *
     * @param step number of updates before this one: early averages forget faster, min(decay, (1 + step) / (10 + step))
     */
    public void update(long step) {
        double weight = 1 - Math.min(decay, (1.0 + (double) step) / (10.0 + (double) step));
        Scope.run(() -> NoGrad.run(() -> {
            NativeCall.act("Ema.update", () -> {
                for (int i = 0; i < values.size(); i++) {
                    averages.get(i).handle().lerp_(values.get(i).handle(), new Scalar(weight));
                }
            });
            return true;
        }));
    }

    /** The averages, in the order of the values. */
    public List<Tensor> averages() {
        return averages;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
        averages.forEach(action);
    }
}
